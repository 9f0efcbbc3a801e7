import { describe, expect, test } from 'bun:test'
import { type Lane, laneCount, sideBySide } from '../../src/verify/lanes.ts'
import type { Probe } from '../../src/verify/probe.ts'
import { NO_WITNESS } from '../../src/verify/quick.ts'
import { probe } from './given.ts'

const lane = (home: string): Lane => ({
  field: {
    ...{ home, project: home, other: home, outside: home, canary: '' },
    ...{ network: 'open', witness: NO_WITNESS, realCanary: undefined },
  },
  env: {},
})
const LANES = [lane('/one'), lane('/two')]
const group = (name: string): readonly Probe[] => [probe(`home-${name}`)]
const GROUPS = ['a', 'b', 'c', 'd', 'e'].map(group)
const nameOf = ([first]: readonly Probe[]): string => first?.id ?? ''

describe('lanes', () => {
  test('try each group once, in one field at a time, the first ones side by side', async () => {
    const busy = new Set<string>()
    const tried: string[] = []
    let most = 0
    const tryGroup = async (some: readonly Probe[], { field: { home } }: Lane): Promise<void> => {
      expect(busy.has(home)).toBe(false)
      busy.add(home)
      most = Math.max(most, busy.size)
      tried.push(nameOf(some))
      await Promise.resolve()
      busy.delete(home)
    }
    await sideBySide({ groups: GROUPS, lanes: LANES, tryGroup })
    expect([tried, most]).toEqual([GROUPS.map(nameOf), 2])
  })

  test('begin nothing more after one that fails, and end when the others have', async () => {
    const ended: string[] = []
    const other = Promise.withResolvers<void>()
    const tryGroup = async (some: readonly Probe[]): Promise<void> => {
      if (nameOf(some) === 'home-a') throw new Error('no field')
      await other.promise
      ended.push(nameOf(some))
    }
    const all = sideBySide({ groups: GROUPS, lanes: LANES, tryGroup })
    setImmediate(other.resolve)
    expect(all).rejects.toThrow('no field')
    await all.catch(() => undefined)
    expect(ended).toEqual(['home-b'])
  })

  test('are more than one and not many on every machine', () => {
    expect(laneCount()).toBeGreaterThanOrEqual(2)
    expect(laneCount()).toBeLessThanOrEqual(4)
  })
})
