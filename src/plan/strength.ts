import { refuseReopening } from '../policy/lock.ts'
import type { Locked } from '../policy/policy.ts'
import { PATH_WORDS, type PathWord } from '../policy/words.ts'

/** What is needed of a place to tell which of two wins. */
type Standing = {
  readonly path: string
  readonly word: PathWord | 'tmpfs' | 'cache'
  readonly layer: number
  readonly from: string
  readonly at?: string
}

/**
 * The later layer wins; within one layer the order of the words. Two rules meet at one real path only through a link,
 * and whoever can write there can plant that link: a protection that comes by one takes no other rule's place.
 */
export function stronger(a: Standing, b: Standing): boolean {
  if ((a.word === 'protect') !== (b.word === 'protect')) return b.word === 'protect'
  if (a.layer !== b.layer) return a.layer > b.layer
  return rank(a.word) < rank(b.word)
}

function rank(word: Standing['word']): number {
  const at = PATH_WORDS.indexOf(word as PathWord)
  return at < 0 ? PATH_WORDS.length : at
}

/** At real paths, since a link leads past what the policy alone can see. */
export function refuseOpened(nodes: ReadonlyMap<string, Standing>, locked: Locked): void {
  const closed = [...nodes.values()].filter((node) => node.layer <= locked.layer)
  for (const node of nodes.values())
    if (node.layer > locked.layer) for (const around of closed) refuseReopening(node, around, locked)
}
