import { plainly } from '../policy/plainly.ts'
import type { Widening } from '../policy/widen-values.ts'

/** More than these are neither asked about at a start nor listed in an error. */
const MOST_WIDENINGS = 20
/** Longer lines are cut in an error; `jail allow` shows them whole. */
const MOST_SIGNS = 300

/** One line for each, with its place in front. */
export function wideningLines(widenings: readonly Widening[]): string[] {
  return widenings.map(({ at, sentence }) => `  ${at === undefined ? '' : `${plainly(at)}: `}${sentence}`)
}

/** Whether a person can take them in at a start: not so many, and none so long, that some would leave the screen. */
export function canBeAsked(widenings: readonly Widening[]): boolean {
  const lines = wideningLines(widenings)
  return lines.length <= MOST_WIDENINGS && lines.every((line) => line.length <= MOST_SIGNS)
}

/** The same for an error, with a bound. */
export function boundedLines(widenings: readonly Widening[]): string[] {
  const lines = wideningLines(widenings.slice(0, MOST_WIDENINGS)).map((line) =>
    line.length > MOST_SIGNS ? `${line.slice(0, MOST_SIGNS)}…` : line,
  )
  const more = widenings.length - MOST_WIDENINGS
  return more > 0 ? [...lines, `  … and ${more} more`] : lines
}
