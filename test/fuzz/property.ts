import type fc from 'fast-check'

/** A property of code that reads what others wrote: no input may crash it, hang it or make it say a wrong thing. */
export type Fuzz = {
  /** For `bun run fuzz --only NAME`. */
  readonly name: string
  readonly claim: string
  /** Its part of the cases that `test/fuzz` runs in all; all parts together are 1. */
  readonly share: number
  readonly property: fc.IProperty<unknown>
}

/** Pieces put together at random: text that looks like what a parser waits for. */
export type Pieces = readonly string[]
