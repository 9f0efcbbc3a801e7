import { JailError } from '../errors.ts'
import { expandPath, type Places } from './expand.ts'
import type { Layer } from './layer.ts'
import { isWider, type Opening, openedBy, openingOf, patternsMeet, View } from './opening.ts'
import { isPattern, isTreePattern, isWithin, matchesPattern, nameOf, parentOf } from './paths.ts'
import { DEEP, parsePattern } from './patterns.ts'
import { plainly } from './plainly.ts'
import type { Rule } from './policy.ts'
import { resolvePolicy } from './resolve.ts'
import { type Compared, type Widening, wideningsOfValues } from './widen-values.ts'
import { letsChange, PATH_WORDS, type PathEntry, type PathWord } from './words.ts'

/**
 * All that the project's file opens, compared with the policy without it. `others` are the other layers in the order
 * in which they win, the command line among them. Paths are judged by their text; that a link leads nowhere else is
 * the plan's care (`plan/project-rules.ts`). In doubt it widens: a person is asked once too often rather than never.
 * Throws `policy.too-many` for a file with more paths than a person would write.
 */
export function wideningsOf(project: Layer, others: readonly Layer[], places: Places): Widening[] {
  refuseTooMany(project)
  const at = others.findIndex((layer) => layer.speaker === 'flags')
  const place = at < 0 ? others.length : at
  const all = [...others.slice(0, place), project, ...others.slice(place)]
  const compared = {
    project,
    without: resolvePolicy('', others, places),
    now: resolvePolicy('', all, places),
  }
  const paths = new PathJudge(compared, places, place)
  const found = PATH_WORDS.flatMap((word) => paths.judge(word))
  return [...found, ...wideningsOfValues(compared)].map(({ word, entry, sentence }) => {
    const stands = project.at?.(word, entry)
    return {
      word,
      ...(entry === undefined ? {} : { entry }),
      ...(stands === undefined ? {} : { at: stands }),
      sentence,
    }
  })
}

/** Every pattern is compared with every path, so a file of the project could make a start as long as it likes. */
const MOST_PATHS = 1000
/** Each of these is looked for in every folder. */
const MOST_TREE_PATTERNS = 50

function refuseTooMany({ file, from }: Layer): void {
  const paths = PATH_WORDS.flatMap((word) => Object.keys(file[word] ?? {}))
  const count = paths.length
  const trees = paths.filter(isTreePattern).length
  if (trees > MOST_TREE_PATTERNS)
    throw new JailError(
      'policy.too-many',
      `${from} has ${trees} patterns with ** or a wildcard in the middle, and a project's file may have ${MOST_TREE_PATTERNS}.`,
      { fix: 'Use fewer patterns, or name the folders.' },
    )
  if (count <= MOST_PATHS) return
  throw new JailError(
    'policy.too-many',
    `${from} names ${count} paths, and a project's file may name ${MOST_PATHS}.`,
    { fix: 'Use patterns (./config/*.pem), or name the folders.' },
  )
}

/** The entries of a project's file that only tighten, each in a few words. */
export function tighteningsOf({ file }: Layer, widenings: readonly Widening[]): string[] {
  const widens = (word: string, entry?: string): boolean =>
    widenings.some((one) => one.word === word && one.entry === entry)
  const paths = PATH_WORDS.flatMap((word) =>
    Object.entries(file[word] ?? {})
      .filter(([entry]) => !widens(word, entry))
      .map(([entry, value]) => `${word} ${plainly(entry)}${value === null ? ' (taken back)' : ''}`),
  )
  const values = (['network', 'nested', 'review', 'hostname'] as const).flatMap((word) =>
    file[word] === undefined || widens(word) ? [] : [`${word} ${plainly(String(file[word]))}`],
  )
  const limits = Object.entries(file.limits ?? {})
    .filter(([entry]) => !widens('limits', entry))
    .map(([entry, value]) => `limits.${entry} ${value ?? '(no limit)'}`)
  return [...paths, ...values, ...limits]
}

const IN_DOUBT = 'it can match what is hidden or read-only without this file'
const IN_WORDS: Readonly<Record<Opening, string>> = {
  closed: 'hidden',
  fixed: 'read-only',
  read: 'read-only, but a folder above it can be moved aside',
  copy: 'a copy that can be changed',
  keep: 'a copy that replaces the file at the end',
  write: 'writable',
}

class PathJudge {
  readonly #project: Layer
  readonly #places: Places
  readonly #place: number
  readonly #without: View
  readonly #now: View
  readonly #removable: ReadonlySet<string>

  constructor({ project, without, now }: Compared, places: Places, place: number) {
    this.#project = project
    this.#places = places
    this.#place = place
    this.#without = new View(without.rules, places)
    this.#now = new View(now.rules, places)
    const closing = without.rules.filter(({ word }) => word === 'hide' || word === 'protect')
    this.#removable = new Set(closing.map((rule) => `${rule.word} ${rule.path}`))
  }

  judge(word: PathWord): Widening[] {
    const map = this.#project.file[word] ?? {}
    const found: Widening[] = []
    for (const entry in map) {
      const sentence = this.#sentence(word, entry, map[entry] as PathEntry)
      if (sentence !== undefined) found.push({ word, entry, sentence })
    }
    return found
  }

  #sentence(word: PathWord, entry: string, value: PathEntry): string | undefined {
    const path = expandPath(entry, this.#places, this.#project.from)
    const name = `${word} ${plainly(entry)}`
    if (value === null && this.#removable.has(`${word} ${path}`)) return `${name}: null takes a closing back`
    if (value !== null && typeof value === 'object' && value.create !== undefined)
      return `${name}: makes it on this machine where it is missing`
    if (losesRules(word, path, value))
      return `${name}: takes away what the administrator of this machine says to programs`
    if (isTreePattern(path)) return this.#opensTree(word, path, value) ? `${name}: ${IN_DOUBT}` : undefined
    // What else it let stand at the names that it matches, only those names tell.
    if (value === null && isPattern(path))
      return word !== 'write' && this.#without.has(word, path) ? `${name}: ${IN_DOUBT}` : undefined
    const [now, before] = isPattern(path) ? this.#ofPattern(word, path) : this.#ofPath(path)
    if (isWider(now, before)) return `${name}: ${IN_WORDS[now]}; without this file: ${IN_WORDS[before]}`
    // Tools on PATH are read-only in what others grant, and the text of a policy does not know them.
    const writes = value !== null && letsChange(word)
    return writes && !isWithin(path, this.#places.project)
      ? `${name}: may change a tool outside of the project`
      : undefined
  }

  /**
   * Whether a pattern that matches in more than one folder can open something. Nobody lists all that it could meet, so
   * each grant counts, and so does taking back one that might close.
   */
  #opensTree(word: PathWord, path: string, value: PathEntry): boolean {
    if (word === 'hide' || word === 'protect') return false
    return value !== null || (word !== 'write' && this.#without.has(word, path))
  }

  #ofPath(path: string): readonly [Opening, Opening] {
    return [this.#now.at(path), this.#without.at(path)]
  }

  /** The pair that differs most to the open side, of all that a pattern can match: any name, and names with a rule. */
  #ofPattern(word: PathWord, path: string): readonly [Opening, Opening] {
    const [folder, name] = [parentOf(path), nameOf(path)]
    const around = this.#without.at(folder)
    const pairs: (readonly [Opening, Opening])[] = [[openedBy(word, this.#now.at(folder)), around]]
    for (const literal of this.#without.literalsIn(folder))
      if (matchesPattern(nameOf(literal), name)) pairs.push(this.#ofPath(literal))
    for (const other of this.#without.patternsIn(folder)) {
      if (!patternsMeet(nameOf(other.path), name)) continue
      const mine = this.#now.patternsIn(folder).filter((rule) => rule.layer === this.#place)
      const own = mine.filter((rule) => rule.path === path)
      const left = this.#now.patternsIn(folder).filter((rule) => sameRule(rule, other, this.#place))
      const before = openedBy(other.word, around)
      pairs.push([openingOf([...own, ...left], this.#now.at(folder)), before])
    }
    return pairs.find(([now, before]) => isWider(now, before)) ?? ['closed', 'closed']
  }
}

/** Agents read the administrator's rules in /etc, and go without where there are none. */
function losesRules(word: PathWord, path: string, value: PathEntry): boolean {
  if (value === null) return (word === 'read' || word === 'copy' || word === 'keep') && isWithin(path, '/etc')
  if (word !== 'hide') return false
  if (!isPattern(path)) return isWithin(path, '/etc') || isWithin('/etc', path)
  const { root, parts } = parsePattern(path)
  const [first = ''] = parts
  return isWithin(root, '/etc') || (root === '/' && (first === DEEP || matchesPattern('etc', first)))
}

/** The rule of the policy without the project's file is there with it, too: layers behind it have moved by one. */
function sameRule(now: Rule, before: Rule, place: number): boolean {
  const layer = before.layer >= place ? before.layer + 1 : before.layer
  return now.path === before.path && now.word === before.word && now.layer === layer
}
