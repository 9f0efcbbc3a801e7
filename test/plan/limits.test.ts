import { describe, expect, test } from 'bun:test'
import type { CgroupPlace } from '../../src/host/facts.ts'
import { refuseWeaker } from '../../src/plan/refuse.ts'
import { decide } from '../hosts/small.ts'

const V1 = { can: true, version: 1, above: '/cg/memory', own: '/cg/memory' } as const
const V1_PIDS = { ...V1, above: '/cg/pids', own: '/cg/pids' } as const
const V2 = { can: true, version: 2, above: '/cg/user', own: '/cg/user/own' } as const
const NONE: CgroupPlace = { can: false, because: 'there are no control groups' }
const BOTH = { limits: { memory: '1M', processes: 50 } } as const

describe('a limit', () => {
  test('of version 1 has a group for each controller, and memory counts what is swapped', () => {
    expect(decide([BOTH], {}, { cgroups: { memory: V1, pids: V1_PIDS } }).plan).toMatchObject({
      weakened: [],
      limits: [
        {
          above: '/cg/memory',
          own: '/cg/memory',
          settings: [
            { file: 'memory.limit_in_bytes', value: 2 ** 20 },
            { file: 'memory.memsw.limit_in_bytes', value: 2 ** 20, optional: true },
          ],
        },
        { above: '/cg/pids', own: '/cg/pids', settings: [{ file: 'pids.max', value: 52 }] },
      ],
    })
  })

  test('of version 2 is one group beside the own one', () => {
    expect(decide([BOTH], {}, { cgroups: { memory: V2, pids: V2 } }).plan.limits).toEqual([
      {
        above: '/cg/user',
        own: '/cg/user/own',
        settings: [
          { file: 'memory.max', value: 2 ** 20 },
          { file: 'memory.swap.max', value: 0, optional: true },
          { file: 'pids.max', value: 52 },
        ],
      },
    ])
  })

  test.each([
    ['memory-limit', { memory: NONE, pids: V2 }],
    ['processes-limit', { memory: V2, pids: NONE }],
  ] as const)('that nothing holds is %s, and stops the start unless it is accepted', (id, cgroups) => {
    const { plan, policy } = decide([BOTH], {}, { cgroups })
    expect(plan.weakened.map((one) => [one.id, one.because])).toEqual([[id, 'there are no control groups']])
    expect(() => refuseWeaker(plan, policy)).toThrow(id)
    expect(() => refuseWeaker(plan, { ...policy, accept: new Map([[id, 'fine']]) })).not.toThrow()
  })

  test('that nobody wants is not missed', () => {
    for (const layer of [{}, { limits: { memory: null, processes: null } }, { limits: { memory: '0' } }]) {
      const { plan } = decide([BOTH, layer, { limits: { memory: null, processes: null } }])
      expect([plan.limits, plan.weakened]).toEqual([[], []])
    }
  })
})
