import { parentOf } from '../policy/paths.ts'
import { PATH_WORDS, type PathWord } from '../policy/words.ts'
import type { Node } from './node.ts'

/** What wants one real path: of each kind the strongest, by name and by a pattern. */
export type Claims = {
  named?: Node
  matched?: Node
  protectNamed?: Node
  protectMatched?: Node
  /** A protection that stands only where nothing else does. */
  protectWeak?: Node
}

/** Adds one place to the claims on its path. The order in which they come does not matter. */
export function claim(claims: Claims, node: Node): void {
  const slot = slotOf(node)
  const known = claims[slot]
  if (!known || isStronger(node, known)) claims[slot] = node
}

function slotOf({ word, matched, weak }: Node): keyof Claims {
  if (word !== 'protect') return matched ? 'matched' : 'named'
  if (weak) return 'protectWeak'
  return matched ? 'protectMatched' : 'protectNamed'
}

/**
 * The one place that stands at a path. The later layer wins, in one layer a name over a pattern. A pattern opens
 * nothing that a rule hides by name, and a protection takes only writing away: it never replaces what hides.
 */
export function settle(claims: Claims): Node | undefined {
  const place = strongestGrant(claims)
  const { protectNamed, protectMatched, protectWeak } = claims
  if (!place) return protectNamed ?? protectMatched ?? protectWeak
  const protect = [protectNamed, protectMatched].find((one) => one && !isEnded(one, claims))
  if (!protect || !isGrant(place)) return place
  if (place.word === 'read') return { ...place, pinned: true }
  return { ...place, word: 'read', pinned: true, why: protect.why, from: protect.from }
}

/** A later layer ends a protection by a grant for writing that is no less specific. */
function isEnded(protect: Node, { named, matched }: Claims): boolean {
  const opens = (grant: Node | undefined): boolean =>
    (grant?.word === 'write' || grant?.word === 'copy') && grant.layer > protect.layer
  return opens(named) || (protect.matched === true && opens(matched))
}

function isGrant({ word }: Node): boolean {
  return word === 'read' || word === 'write' || word === 'copy'
}

/** The most specific place around a path that counts, itself included. */
export function nearest(
  nodes: ReadonlyMap<string, Node>,
  path: string,
  isCounted: (node: Node) => boolean,
): Node | undefined {
  for (let here = path; ; here = parentOf(here)) {
    const node = nodes.get(here)
    if (node && isCounted(node)) return node
    if (here === '/') return undefined
  }
}

function strongestGrant({ named, matched }: Claims): Node | undefined {
  if (!named || !matched) return named ?? matched
  return named.layer >= matched.layer || named.word === 'hide' ? named : matched
}

function isStronger(a: Node, b: Node): boolean {
  if (a.layer !== b.layer) return a.layer > b.layer
  if (a.word !== b.word) return rank(a.word) < rank(b.word)
  // Only which of two equal reasons is told.
  return `${a.from} ${a.why}` < `${b.from} ${b.why}`
}

function rank(word: Node['word']): number {
  const at = PATH_WORDS.indexOf(word as PathWord)
  return at < 0 ? PATH_WORDS.length : at
}
