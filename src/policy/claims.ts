import { letsChange, PATH_WORDS, type PathWord } from './words.ts'

/** What is needed of a rule or a place to tell which of those that meet at one real path stands there. */
export type Claimant = {
  /** A word of the policy, or one of the plan's own, which are weaker. */
  readonly word: string
  readonly layer: number
  readonly why: string
  readonly from: string
  /** Found by a pattern: a rule that names the place is more specific. */
  readonly matched?: true
  /** A protection that comes by a link which could be replaced: it takes no other rule's place. */
  readonly weak?: true
}

/** What wants one real path: of each kind the strongest, by name and by a pattern. */
export type Claims<T extends Claimant> = {
  named?: T
  matched?: T
  protectNamed?: T
  protectMatched?: T
  /** A protection that stands only where nothing else does. */
  protectWeak?: T
}

/** The one that stands at a path, and the protection that takes writing away from it. */
export type Settled<T extends Claimant> = { readonly place: T; readonly protectedBy: T | undefined }

/** Adds one to the claims on its path. The order in which they come does not matter. */
export function claim<T extends Claimant>(claims: Claims<T>, one: T): void {
  const slot = slotOf(one)
  const known = claims[slot]
  if (!known || isStronger(one, known)) claims[slot] = one
}

function slotOf({ word, matched, weak }: Claimant): keyof Claims<Claimant> {
  if (word !== 'protect') return matched ? 'matched' : 'named'
  if (weak) return 'protectWeak'
  return matched ? 'protectMatched' : 'protectNamed'
}

/**
 * The one that stands at a path; undefined without claims. The later layer wins, in one layer a name over a pattern. A
 * pattern opens nothing that a rule hides by name, and a protection takes only writing away: it never replaces what
 * hides or grants.
 */
export function settle<T extends Claimant>(claims: Claims<T>): Settled<T> | undefined {
  const place = strongestGrant(claims)
  const { protectNamed, protectMatched, protectWeak } = claims
  if (!place) {
    const protection = protectNamed ?? protectMatched ?? protectWeak
    return protection && { place: protection, protectedBy: undefined }
  }
  const protectedBy = [protectNamed, protectMatched].find((one) => one && !isEnded(one, claims))
  return { place, protectedBy: isGrant(place.word) ? protectedBy : undefined }
}

/** Whether a word shows what is there. */
export function isGrant(word: string): boolean {
  return word === 'read' || letsChange(word)
}

/** A later layer ends a protection by a grant for writing that is no less specific. */
function isEnded<T extends Claimant>(protect: T, { named, matched }: Claims<T>): boolean {
  const opens = (grant: T | undefined): boolean =>
    grant !== undefined && letsChange(grant.word) && grant.layer > protect.layer
  return opens(named) || (protect.matched === true && opens(matched))
}

function strongestGrant<T extends Claimant>({ named, matched }: Claims<T>): T | undefined {
  if (!named || !matched) return named ?? matched
  return named.layer >= matched.layer || named.word === 'hide' ? named : matched
}

function isStronger(a: Claimant, b: Claimant): boolean {
  if (a.layer !== b.layer) return a.layer > b.layer
  if (a.word !== b.word) return rank(a.word) < rank(b.word)
  // Only which of two equal reasons is told.
  return `${a.from} ${a.why}` < `${b.from} ${b.why}`
}

function rank(word: string): number {
  const at = PATH_WORDS.indexOf(word as PathWord)
  return at < 0 ? PATH_WORDS.length : at
}
