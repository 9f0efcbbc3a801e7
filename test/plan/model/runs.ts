import fc from 'fast-check'
import { oneCase, written } from './cases.ts'
import { type Built, build, type Case, type Decided, decideOn, type Written } from './machines.ts'

/** All that a property may look at: a machine, the rules, the plan, and one more rule to add. */
export type Look = {
  readonly built: Built
  readonly decided: Decided
  readonly one: Case
  readonly more: Written
  /** A number to choose by. */
  readonly pick: number
}

/** Throws when it does not hold. */
export type Property = (look: Look) => void

/** Cases in all properties together, these and those of test/fuzz. CI runs 100,000. */
export const TOTAL = Number(process.env['JAIL_CASES'] ?? (process.env['CI'] ? 100_000 : 6000))

/** What of them is for the plan, and what for the texts that others write (test/fuzz). */
export const OF_PLAN = 0.65
export const OF_TEXTS = 1 - OF_PLAN

/** How many cases a part of all is. */
export function partOf(share: number): number {
  return Math.ceil(TOTAL * share)
}

export const counted = { cases: 0, refused: 0 }

const look = fc.record({ one: oneCase, more: written, pick: fc.nat() })

/** The property over machines and rules made at random. */
export function overMachines(property: Property): fc.IProperty<unknown> {
  return fc.property(look, ({ one, more, pick }) => {
    counted.cases++
    const built = build(one)
    const decided = decideOn(built, one.rules)
    if (typeof decided === 'string') counted.refused++
    else property({ built, decided, one, more, pick })
  })
}

/** Runs a property for its share of the cases of the plan. A failure prints the seed and the smallest case. */
export function check(share: number, property: Property): void {
  fc.assert(overMachines(property), { numRuns: partOf(OF_PLAN * share), includeErrorInReport: true })
}
