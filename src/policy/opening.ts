import { type Claimant, type Claims, claim, settle } from './claims.ts'
import type { Places } from './expand.ts'
import { isPattern, isTreePattern, matchesPattern, nameOf, parentOf } from './paths.ts'
import { matchesPath } from './patterns.ts'
import type { Rule } from './policy.ts'
import type { PathWord } from './words.ts'

/**
 * How open a place is, the least open first. `fixed` is read-only and stays where it is; `read` is read-only in a
 * writable place, where a folder above it can be moved aside; a `copy` can be changed inside, but not the file itself;
 * `keep` is a copy that replaces the file at the end.
 */
export const OPENINGS = ['closed', 'fixed', 'read', 'copy', 'keep', 'write'] as const
export type Opening = (typeof OPENINGS)[number]

/** Whether a place is more open than it was. */
export function isWider(now: Opening, before: Opening): boolean {
  return OPENINGS.indexOf(now) > OPENINGS.indexOf(before)
}

/** What a rule makes of a place that is `around` without it (docs/profiles.md, "What the words do"). */
export function openedBy(word: PathWord, around: Opening): Opening {
  if (word === 'hide') return 'closed'
  if (word === 'copy' || word === 'keep' || word === 'write') return word
  const isWritable = around !== 'closed' && around !== 'fixed'
  if (word === 'protect') return isWritable ? 'fixed' : around
  return isWritable ? 'read' : 'fixed'
}

/** What the rules that meet at one path make of it, as in the plan. */
export function openingOf(rules: readonly Rule[], around: Opening): Opening {
  const claims: Claims<Rule & Claimant> = {}
  for (const rule of rules) claim(claims, isPattern(rule.path) ? { ...rule, matched: true } : rule)
  const settled = settle(claims)
  if (!settled) return around
  return settled.protectedBy ? 'fixed' : openedBy(settled.place.word, around)
}

/** What merged rules show, by the text of their paths: the most specific rules decide, by component. */
export class View {
  readonly #patterns = new Map<string, Rule[]>()
  /** Patterns that match in more than one folder. */
  readonly #trees: readonly Rule[]
  readonly #named = new Map<string, Rule[]>()
  readonly #scratch: readonly string[]
  readonly #answers = new Map<string, Opening>()

  constructor(rules: readonly Rule[], places: Places) {
    for (const rule of rules) {
      if (!isPattern(rule.path)) add(this.#named, rule.path, rule)
      else if (!isTreePattern(rule.path)) add(this.#patterns, parentOf(rule.path), rule)
    }
    this.#trees = rules.filter(({ path }) => isTreePattern(path))
    // Empty places of jail's own cut off what a wider grant shows, as in the plan.
    this.#scratch = [places.home, '/tmp', '/var/tmp', '/run']
  }

  /** The patterns for entries of a folder. */
  patternsIn(folder: string): readonly Rule[] {
    const trees = this.#trees.filter(({ path }) => matchesPath(folder, parentOf(path)))
    return [...(this.#patterns.get(folder) ?? []), ...trees]
  }

  /** The paths of the rules for entries of a folder that are no patterns. */
  literalsIn(folder: string): string[] {
    return [...this.#named.keys()].filter((path) => parentOf(path) === folder)
  }

  /** Whether there is a rule of this word for this very path. */
  has(word: PathWord, path: string): boolean {
    const rules = isTreePattern(path)
      ? this.#trees
      : (this.#named.get(path) ?? this.patternsIn(parentOf(path)))
    return rules.some((rule) => rule.word === word && rule.path === path)
  }

  /** How open a path is. */
  at(path: string): Opening {
    const known = this.#answers.get(path)
    if (known !== undefined) return known
    const answer = this.#openingAt(path)
    this.#answers.set(path, answer)
    return answer
  }

  #openingAt(path: string): Opening {
    const around = path === '/' ? 'closed' : this.at(parentOf(path))
    const matching = this.patternsIn(parentOf(path)).filter((rule) =>
      matchesPattern(nameOf(path), nameOf(rule.path)),
    )
    const rules = [...(this.#named.get(path) ?? []), ...matching]
    // A protection says nothing of what is granted: scratch space stays empty.
    const isScratch = this.#scratch.includes(path) && rules.every(({ word }) => word === 'protect')
    return isScratch ? 'closed' : openingOf(rules, around)
  }
}

function add(map: Map<string, Rule[]>, key: string, rule: Rule): void {
  const known = map.get(key)
  if (known) known.push(rule)
  else map.set(key, [rule])
}

/** Whether one name can match both patterns (of `*` and `?`). */
export function patternsMeet(a: string, b: string): boolean {
  const wanted = Array.from(b)
  // Positions of b that are reachable with the part of a that was read.
  let reached = closure(new Set([0]), wanted)
  for (const sign of a) {
    if (reached.size === 0) return false
    reached = closure(sign === '*' ? anyBehind(reached, wanted) : afterOne(sign, reached, wanted), wanted)
  }
  return reached.has(wanted.length)
}

/** A `*` of the pattern may stand for nothing. */
function closure(positions: Set<number>, pattern: readonly string[]): Set<number> {
  for (const at of positions) if (pattern[at] === '*') positions.add(at + 1)
  return positions
}

function anyBehind(positions: ReadonlySet<number>, pattern: readonly string[]): Set<number> {
  const least = Math.min(...positions)
  return new Set(Array.from({ length: pattern.length - least + 1 }, (_, step) => least + step))
}

function afterOne(sign: string, positions: ReadonlySet<number>, pattern: readonly string[]): Set<number> {
  const next = new Set<number>()
  for (const at of positions) {
    const other = pattern[at]
    if (other === '*') next.add(at)
    else if (other !== undefined && (other === '?' || sign === '?' || other === sign)) next.add(at + 1)
  }
  return next
}
