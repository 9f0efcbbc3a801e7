import { expect } from 'bun:test'
import type { Box, Done, How } from './box.ts'

/** A refusal of jail: one sentence that names the value, then what to do. */
export type Refusal = {
  readonly code: number
  readonly says: RegExp
  readonly fix: RegExp
}

/** What is typed, and how it is refused. */
export type Refused = Refusal & { readonly words: readonly string[]; readonly how?: How }

/** Runs jail and expects that it refuses, and that it leaves nothing in the home folder. */
export function refuse(box: Box, { words, how = {}, ...refusal }: Refused): void {
  const listing = () => box.outside('find "$HOME" | sort').out
  const before = listing()
  expectRefusal(box.jail(words, how), refusal)
  expect(listing()).toBe(before)
}

export function expectRefusal(done: Done, { code, says, fix }: Refusal): void {
  const [sentence = '', ...rest] = done.err.trimEnd().split('\n')
  expect(sentence).toStartWith('jail: ')
  expect(sentence).toMatch(says)
  expect(rest.join('\n')).toMatch(fix)
  expect(done.err).not.toContain('bug of jail')
  expect(done.out).toBe('')
  expect(done.code).toBe(code)
}
