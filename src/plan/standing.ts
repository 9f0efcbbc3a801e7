import type { PathFact } from '../host/facts.ts'
import type { Settled } from '../policy/claims.ts'
import { isPattern } from '../policy/paths.ts'
import type { Rule } from '../policy/policy.ts'
import type { Node } from './node.ts'
import { reasonOf } from './op.ts'

/** What a place has of the rule that asks for it. */
export function standingOf(rule: Rule): Pick<Node, 'word' | 'layer' | 'why' | 'from' | 'at' | 'matched'> {
  const matched = isPattern(rule.path) ? ({ matched: true } as const) : {}
  return { word: rule.word, layer: rule.layer, ...reasonOf(rule), ...matched }
}

/** What stands at a path. Where it is granted and protected: what is granted, read-only, for the reason of the protection. */
export function nodeOf({ place, protectedBy }: Settled<Node>): Node {
  if (!protectedBy) return place
  const { at: _, ...rest } = place
  const reason = place.word === 'read' ? reasonOf(place) : reasonOf(protectedBy)
  return { ...rest, word: 'read', pinned: true, guarded: true, ...reason }
}

/** Whether what is missing may come to be inside: then it is written to the host at the end. */
export function mayAwait({ word, required, path }: Rule): boolean {
  return word === 'keep' && !required && !isPattern(path)
}

/** A link that leads nowhere can be replaced inside by a file, and what could not be looked at may be there: that is no protection. */
export function isGap({ word }: Rule, fact: PathFact | undefined): boolean {
  return word === 'protect' && fact !== undefined && fact.state !== 'absent'
}

/** What has no effect is said when the person typed it, or when a rule of theirs closes nothing. */
export function isTold({ word, speaker }: Rule): boolean {
  return speaker === 'flags' || (speaker !== undefined && (word === 'hide' || word === 'protect'))
}
