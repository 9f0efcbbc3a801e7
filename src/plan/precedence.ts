import { PATH_WORDS, type PathWord } from '../policy/words.ts'

/** What of a place decides which of two rules holds there. */
type Claim = { readonly word: string; readonly layer: number }

/**
 * The later layer wins; within one layer the order of the words. Two rules meet at one real path only through a link,
 * and whoever can write there can plant that link: a protection that comes by one takes no other rule's place.
 */
export function stronger(a: Claim, b: Claim): boolean {
  if ((a.word === 'protect') !== (b.word === 'protect')) return b.word === 'protect'
  if (a.layer !== b.layer) return a.layer > b.layer
  return rank(a.word) < rank(b.word)
}

function rank(word: string): number {
  const at = PATH_WORDS.indexOf(word as PathWord)
  return at < 0 ? PATH_WORDS.length : at
}
