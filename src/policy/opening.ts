import type { Places } from './expand.ts'
import { isPattern, matchesPattern, nameOf, parentOf } from './paths.ts'
import type { Rule } from './policy.ts'
import { PATH_WORDS, type PathWord } from './words.ts'

/**
 * How open a place is, the least open first. `fixed` is read-only and stays where it is; `read` is read-only in a
 * writable place, where a folder above it can be moved aside; a `copy` can be changed inside, but not the file itself.
 */
export const OPENINGS = ['closed', 'fixed', 'read', 'copy', 'write'] as const
export type Opening = (typeof OPENINGS)[number]

/** Whether a place is more open than it was. */
export function isWider(now: Opening, before: Opening): boolean {
  return OPENINGS.indexOf(now) > OPENINGS.indexOf(before)
}

/** What a rule makes of a place that is `around` without it (docs/profiles.md, "What the words do"). */
export function openedBy(word: PathWord, around: Opening): Opening {
  if (word === 'hide') return 'closed'
  if (word === 'copy' || word === 'write') return word
  const isWritable = around !== 'closed' && around !== 'fixed'
  if (word === 'protect') return isWritable ? 'fixed' : around
  return isWritable ? 'read' : 'fixed'
}

/** Which of the rules that meet at one path decides: as in the plan, a protection is the weakest, then the layer counts. */
export function strongestOf(rules: readonly Rule[]): Rule | undefined {
  const rank = (rule: Rule): number => PATH_WORDS.indexOf(rule.word)
  let best: Rule | undefined
  for (const rule of rules) {
    const isLoud = rule.word !== 'protect'
    const wins =
      best === undefined ||
      (isLoud === (best.word !== 'protect')
        ? rule.layer > best.layer || (rule.layer === best.layer && rank(rule) < rank(best))
        : isLoud)
    if (wins) best = rule
  }
  return best
}

/** What merged rules show, by the text of their paths: the most specific rule decides, by component. */
export class View {
  readonly #patterns = new Map<string, Rule[]>()
  readonly #literal: ReadonlyMap<string, Rule>
  readonly #scratch: readonly string[]

  constructor(rules: readonly Rule[], places: Places) {
    this.#literal = new Map(rules.filter((rule) => !isPattern(rule.path)).map((rule) => [rule.path, rule]))
    for (const rule of rules) {
      if (!isPattern(rule.path)) continue
      const folder = parentOf(rule.path)
      const known = this.#patterns.get(folder)
      if (known) known.push(rule)
      else this.#patterns.set(folder, [rule])
    }
    // Empty places of jail's own cut off what a wider grant shows, as in the plan.
    this.#scratch = [places.home, '/tmp', '/var/tmp', '/run']
  }

  /** The patterns for entries of a folder. */
  patternsIn(folder: string): readonly Rule[] {
    return this.#patterns.get(folder) ?? []
  }

  /** The paths of the rules for entries of a folder that are no patterns. */
  literalsIn(folder: string): string[] {
    return [...this.#literal.keys()].filter((path) => parentOf(path) === folder)
  }

  /** How open a path is. */
  at(path: string): Opening {
    const rule = this.#deciding(path)
    const around = (): Opening => (path === '/' ? 'closed' : this.at(parentOf(path)))
    if (rule) return openedBy(rule.word, around())
    return this.#scratch.includes(path) ? 'closed' : around()
  }

  #deciding(path: string): Rule | undefined {
    const literal = this.#literal.get(path)
    const matching = this.patternsIn(parentOf(path)).filter((rule) =>
      matchesPattern(nameOf(path), nameOf(rule.path)),
    )
    return strongestOf(literal ? [literal, ...matching] : matching)
  }
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
