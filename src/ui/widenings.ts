import type { Widening } from '../policy/widen-values.ts'

/** More than these are neither asked about at a start nor listed in an error. */
export const MOST_WIDENINGS = 20
/** Longer lines are cut in an error; `jail allow` shows them whole. */
const MOST_SIGNS = 300

/** One line for each, with its place in front. */
export function wideningLines(widenings: readonly Widening[]): string[] {
  return widenings.map(({ at, sentence }) => `  ${at === undefined ? '' : `${at}: `}${sentence}`)
}

/** The same for an error, with a bound. */
export function boundedLines(widenings: readonly Widening[]): string[] {
  const lines = wideningLines(widenings.slice(0, MOST_WIDENINGS)).map((line) =>
    line.length > MOST_SIGNS ? `${line.slice(0, MOST_SIGNS)}…` : line,
  )
  const more = widenings.length - MOST_WIDENINGS
  return more > 0 ? [...lines, `  … and ${more} more`] : lines
}
