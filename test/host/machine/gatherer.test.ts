import { describe, expect, test } from 'bun:test'
import { JailError } from '../../../src/errors.ts'
import { type Ground, gatherMachine, type Registry, Unknown } from '../../../src/host/machine/gatherer.ts'

/** None of these gatherers looks at it. */
const GROUND = {} as Ground
const ask = async (gatherers: Partial<Registry>, wanted: readonly (keyof Registry)[]) =>
  (await gatherMachine(gatherers, GROUND, wanted)).facts

const failing = (error: unknown): Partial<Registry> => ({
  tun: {
    facet: 'tun',
    limitMs: 1000,
    gather() {
      throw error
    },
  },
})

describe('the facts of a machine', () => {
  test('are those that were asked for, and the others say that nobody asked', async () => {
    let asked = 0
    const gatherers: Partial<Registry> = {
      tun: { facet: 'tun', limitMs: 1000, gather: () => true },
      listeners: { facet: 'listeners', limitMs: 1000, gather: () => [++asked] },
    }
    const facts = await ask(gatherers, ['tun', 'tun'])
    expect(facts.tun).toEqual({ known: true, value: true })
    expect(facts.listeners).toEqual({ known: false, why: 'nobody asked for it' })
    expect(asked).toBe(0)
  })

  test.each([
    ['a reason', new Unknown('/proc is not mounted'), '/proc is not mounted'],
    ['an error for people', new JailError('home.unusable', 'There is no home.'), 'There is no home.'],
    ['a mistake of ours', new TypeError('x is not a function'), 'jail could not look: x is not a function'],
    ['something else', 'odd', 'jail could not look: odd'],
  ])('are unknown with %s', async (_, error, why) => {
    expect((await ask(failing(error), ['tun'])).tun).toEqual({ known: false, why })
  })

  test('are cut off when they do not come in time, and keep no other from answering', async () => {
    const gatherers: Partial<Registry> = {
      tun: { facet: 'tun', limitMs: 20, gather: () => new Promise<boolean>(() => undefined) },
      listeners: { facet: 'listeners', limitMs: 1000, gather: () => [22] },
      ...{ proxies: { facet: 'proxies', limitMs: 1000, gather: async () => [] } },
    }
    const facts = await ask(gatherers, ['tun', 'listeners', 'proxies'])
    expect(facts.tun).toEqual({ known: false, why: 'no answer within 20 ms' })
    expect(facts.listeners).toEqual({ known: true, value: [22] })
    expect(facts.proxies).toEqual({ known: true, value: [] })
  })

  test('are unknown without a gatherer, never a default', async () => {
    expect((await ask({}, ['tun'])).tun).toEqual({
      known: false,
      why: 'this build of jail has no way to look at it',
    })
  })

  test('come with the time that each took', async () => {
    const gatherers: Partial<Registry> = {
      tun: { facet: 'tun', limitMs: 1000, gather: () => Bun.sleep(30).then(() => true) },
      listeners: { facet: 'listeners', limitMs: 1000, gather: () => [] },
    }
    const { microseconds } = await gatherMachine(gatherers, GROUND, ['tun', 'listeners'])
    expect(microseconds.get('tun')).toBeGreaterThan(25_000)
    expect(microseconds.get('listeners')).toBeLessThan(25_000)
  })
})
