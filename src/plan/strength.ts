import { refuseReopening } from '../policy/lock.ts'
import type { Locked } from '../policy/policy.ts'

/** What is needed of a place to tell whether it opens another. */
type Standing = {
  readonly path: string
  readonly word: string
  readonly layer: number
  readonly from: string
  readonly at?: string
}

/**
 * Throws `policy.locked` where one of all places that were asked for opens what a locked word closes, whichever of them
 * stand in the end. At real paths, since a link leads past what the policy alone can see.
 */
export function refuseOpened(asked: readonly Standing[], locked: Locked): void {
  const closed = asked.filter(({ word, layer }) => layer <= locked.layer && isLocked(word, locked))
  for (const one of asked)
    if (one.layer > locked.layer) for (const around of closed) refuseReopening(one, around, locked)
}

/** Whether what a word closes stays closed, whoever asks. */
export function isLocked(word: string, locked: Locked): boolean {
  return locked.words.some((one) => one === word)
}
