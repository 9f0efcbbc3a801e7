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

/** Cases in all properties together. CI runs 100,000. */
export const TOTAL = Number(process.env['JAIL_CASES'] ?? (process.env['CI'] ? 100_000 : 4000))

export const counted = { cases: 0, refused: 0 }

const look = fc.record({ one: oneCase, more: written, pick: fc.nat() })

/** Runs a property for its share of all cases. A failure prints the seed and the smallest case. */
export function check(share: number, property: Property): void {
  fc.assert(
    fc.property(look, ({ one, more, pick }) => {
      counted.cases++
      const built = build(one)
      const decided = decideOn(built, one.rules)
      if (typeof decided === 'string') counted.refused++
      else property({ built, decided, one, more, pick })
    }),
    { numRuns: Math.ceil(TOTAL * share), includeErrorInReport: true },
  )
}
