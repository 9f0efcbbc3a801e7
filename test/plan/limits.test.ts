import { describe, expect, test } from 'bun:test'
import type { CgroupPlace, Cgroups, ScopePlace } from '../../src/host/facts.ts'
import { limitsOf, NO_LIMITS } from '../../src/plan/limits.ts'
import { refuseWeaker } from '../../src/plan/refuse.ts'
import { decide } from '../hosts/small.ts'

const V1 = { can: true, version: 1, above: '/cg/memory' } as const
const V1_PIDS = { ...V1, above: '/cg/pids' } as const
const V2 = { can: true, version: 2, above: '/cg/user' } as const
const NONE: CgroupPlace = { can: false, because: 'there are no control groups' }
const NO_SCOPE: ScopePlace = { can: false, because: 'systemd does not run here' }
const SCOPE = {
  can: true,
  socket: '/run/user/1000/systemd/private',
  mount: '/cg',
  controllers: ['memory', 'pids'],
} as const
const NOTHING: Cgroups = {
  memory: NONE,
  pids: NONE,
  scope: NO_SCOPE,
  swap: 'counted',
  release: '5.10.0-30-amd64',
  uidMap: '0          0 4294967295',
}
const BOTH = { limits: { memory: '1M', processes: 50 } } as const
const held = (cgroups: Partial<Cgroups>) => decide([BOTH], {}, { cgroups: { ...NOTHING, ...cgroups } }).plan

describe('a limit', () => {
  test('of version 1 has a group for each controller, and memory counts what is swapped', () => {
    expect(held({ memory: V1, pids: V1_PIDS })).toMatchObject({
      weakened: [],
      limits: {
        ...NO_LIMITS,
        groups: [
          {
            above: '/cg/memory',
            settings: [
              { file: 'memory.limit_in_bytes', value: 2 ** 20 },
              { file: 'memory.memsw.limit_in_bytes', value: 2 ** 20 },
            ],
          },
          { above: '/cg/pids', settings: [{ file: 'pids.max', value: 52 }] },
        ],
      },
    })
  })

  test('of version 2 is one group beside the own one', () => {
    expect(held({ memory: V2, pids: V2 }).limits).toEqual({
      ...NO_LIMITS,
      groups: [
        {
          above: '/cg/user',
          settings: [
            { file: 'memory.max', value: 2 ** 20 },
            { file: 'memory.swap.max', value: 0 },
            { file: 'pids.max', value: 52 },
          ],
        },
      ],
    })
  })

  test('is held by a scope where systemd makes one, although jail could make a group', () => {
    expect(held({ memory: V2, pids: V2, scope: SCOPE })).toMatchObject({
      weakened: [],
      limits: {
        ...NO_LIMITS,
        scope: {
          socket: SCOPE.socket,
          mount: '/cg',
          properties: [
            { name: 'MemoryMax', file: 'memory.max', value: 2 ** 20 },
            { name: 'MemorySwapMax', file: 'memory.swap.max', value: 0 },
            { name: 'TasksMax', file: 'pids.max', value: 52 },
          ],
        },
      },
    })
  })

  test('that systemd has no controller for is held by a group', () => {
    const { limits, weakened } = held({ memory: V2, scope: { ...SCOPE, controllers: ['pids'] } })
    expect(limits.scope?.properties.map(({ name }) => name)).toEqual(['TasksMax'])
    expect(limits.groups.map(({ above }) => above)).toEqual(['/cg/user'])
    expect(weakened).toEqual([])
  })

  test.each<[string, number, Partial<Cgroups>, number | string]>([
    ['Linux 5.14', 1000, { release: '5.14.0-1' }, 51],
    ['Linux 6.18', 1000, { release: '6.18.44' }, 51],
    ['Linux 10', 1000, { release: '10.0' }, 51],
    [
      'an older kernel',
      1000,
      { release: '5.13.19' },
      'counts the processes of a user and not those of a box',
    ],
    ['no word of the kernel', 1000, { release: '' }, 'counts the processes of a user and not those of a box'],
    ['root', 0, { release: '6.18.44' }, 'the kernel holds no limit of processes against root'],
    [
      'a container without root outside',
      1000,
      { release: '6.18.44', uidMap: '0 1000 1\n1 100000 65536' },
      'in a user namespace nobody can tell whether the kernel would hold a limit of processes',
    ],
  ])('of processes is the kernel’s own as the last resort: %s', (_, uid, cgroups, wanted) => {
    const { facts } = decide([])
    const here = { ...facts, caller: { ...facts.caller, uid }, cgroups: { ...NOTHING, ...cgroups } }
    const { limits, weakened } = limitsOf({ memoryBytes: 0, processes: 50 }, here)
    expect(limits.ownProcesses).toBe(typeof wanted === 'number' ? wanted : undefined)
    expect(weakened.map(({ id, because }) => [id, because])).toEqual(
      typeof wanted === 'number' ? [] : [['processes-limit', expect.stringContaining(wanted)]],
    )
  })

  test.each([
    ['memory-limit', { memory: NONE, pids: V2 }],
    ['processes-limit', { memory: V2, pids: NONE }],
  ] as const)('that nothing holds is %s, and stops the start unless it is accepted', (id, cgroups) => {
    const { plan, policy } = decide([BOTH], {}, { cgroups: { ...NOTHING, ...cgroups } })
    expect(plan.weakened.map((one) => one.id)).toEqual([id])
    expect(plan.weakened[0]?.because).toStartWith('systemd does not run here; there are no control groups')
    expect(() => refuseWeaker(plan, policy)).toThrow(id)
    expect(() => refuseWeaker(plan, { ...policy, accept: new Map([[id, 'fine']]) })).not.toThrow()
  })

  test('of memory is weaker where there is swap that nobody counts, and is set all the same', () => {
    const { limits, weakened } = held({ memory: V2, pids: V2, swap: 'uncounted' })
    expect(weakened.map(({ id, because }) => [id, because])).toEqual([
      ['memory-limit', 'the kernel does not count what is swapped out, and there is swap'],
    ])
    expect(limits.groups[0]?.settings.map(({ file }) => file)).toEqual(['memory.max', 'pids.max'])
  })

  test('of memory is whole without any swap', () => {
    const { limits, weakened } = held({ memory: V1, pids: V1_PIDS, swap: 'none' })
    expect(weakened).toEqual([])
    expect(limits.groups[0]?.settings.map(({ file }) => file)).toEqual(['memory.limit_in_bytes'])
  })

  test('that nobody wants is not missed', () => {
    for (const layer of [{}, { limits: { memory: null, processes: null } }, { limits: { memory: '0' } }]) {
      const { plan } = decide([BOTH, layer, { limits: { memory: null, processes: null } }])
      expect([plan.limits, plan.weakened]).toEqual([NO_LIMITS, []])
    }
  })
})
