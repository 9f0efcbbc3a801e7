import { JailError } from '../errors.ts'
import { hasLostBytes } from '../policy/characters.ts'
import { isPattern, isWithin, matchesPattern } from '../policy/paths.ts'
import { DEEP, NOT_ENTERED, type Pattern, parsePattern, refuseWide } from '../policy/patterns.ts'
import type { Entry, Files } from '../sys/files.ts'
import type { Caller } from './facts.ts'
import { type Visit, walkTree } from './tree-walk.ts'
import type { Walker } from './walk.ts'

/** Most files and folders that the patterns of one folder look at: a tenth of a second or two. */
const MOST_ENTRIES = 200_000

/** A component of a pattern that is waited for in a folder. `next` is undefined behind the last one. */
type Step = {
  readonly part: string
  readonly isDeep: boolean
  readonly isFixed: boolean
  readonly next: Step | undefined
  readonly found: (path: string) => void
}

type Inside = readonly [folder: string, waiting: readonly Step[]]

/** One folder that is walked, and the patterns that are looked for in it, from there on. */
type Walk = { readonly root: string; readonly patterns: Pattern[] }

export type Reader = { readonly caller: Caller; readonly walker: Walker; readonly files: Files }

/**
 * The paths that patterns match, sorted. Each folder is listed once for all patterns. Links are not followed but for
 * those before the first wildcard. Throws `policy.pattern` for a `**` in too wide a folder, `policy.tree-size` when
 * there is too much to look at, and `policy.unlisted` for a folder of the caller that hides what is in it.
 */
export function expandPatterns(texts: readonly string[], reader: Reader): Map<string, string[]> {
  const found = new Map<string, string[]>(texts.map((text) => [text, []]))
  for (const walk of walksOf([...found.keys()].map(parsePattern), reader)) lookIn(walk, found, reader)
  for (const paths of found.values()) paths.sort()
  return found
}

/** Patterns by the real folder that they begin in; one below a folder that `**` looks through joins that walk. */
function walksOf(patterns: readonly Pattern[], { caller, walker }: Reader): Walk[] {
  const walks = new Map<string, Walk>()
  const home = walker.resolve(caller.home)
  for (const pattern of patterns) {
    const fact = walker.resolve(pattern.root)
    if (fact.state !== 'present' || fact.kind !== 'folder') continue
    if (pattern.parts.includes(DEEP))
      refuseWide(pattern.text, fact.real, home.state === 'present' ? home.real : caller.home)
    const walk = walks.get(fact.real) ?? { root: fact.real, patterns: [] }
    walk.patterns.push(pattern)
    walks.set(fact.real, walk)
  }
  return joined([...walks.values()])
}

function joined(walks: readonly Walk[]): Walk[] {
  const isDeep = (walk: Walk): boolean => walk.patterns.some(({ parts }) => parts.includes(DEEP))
  const kept: Walk[] = []
  for (const walk of walks.toSorted((a, b) => a.root.length - b.root.length)) {
    const wider = kept.find((one) => isDeep(one) && isWithin(walk.root, one.root))
    if (!wider) {
      kept.push(walk)
      continue
    }
    const between = walk.root.slice(wider.root.length + 1).split('/')
    for (const { text, root, parts } of walk.patterns)
      wider.patterns.push({ text, root, parts: [...between.map(fixed), ...parts] })
  }
  return kept
}

/** Marks a component as a name, whatever signs are in it: a name of the machine may hold a wildcard. */
function fixed(name: string): string {
  return `/${name}`
}

function lookIn({ root, patterns }: Walk, found: Map<string, string[]>, reader: Reader): void {
  const steps = patterns.flatMap((pattern) => {
    const before = pattern.parts.findIndex((part) => !part.startsWith('/'))
    const base = [root, ...pattern.parts.slice(0, before).map((part) => part.slice(1))].join('/').length
    // Told by the path as it was written, so that the links in it are known.
    const add = (path: string): unknown =>
      found
        .get(pattern.text)
        ?.push(`${pattern.root === '/' ? '' : pattern.root}${path.slice(root === '/' ? 0 : base)}`)
    return opened(stepOf(pattern.parts, add))
  })
  const visit: Visit<readonly Step[]> = ({ path, carry, isSilent }, enter) => {
    if (isSilent) throw unlisted(path, 'Its file system does not answer: mount it again, or take it away.')
    if (hasLostBytes(path)) throw unlisted(path, 'Its name has bytes that are no UTF-8: rename it.')
    // By their kind as the folder itself tells it, so that no file is touched. A link is not a folder.
    const entries = reader.files.list(path)
    if (!entries) refuseUnlisted(path, root, reader)
    for (const [name, further] of match(path === '/' ? '' : path, entries ?? [], carry)) enter(name, further)
    return entries?.length ?? 0
  }
  if (walkTree({ path: root, carry: steps }, visit, { walker: reader.walker, limit: MOST_ENTRIES })) return
  const list = patterns.map(({ text }) => text).join(', ')
  throw new JailError(
    'policy.tree-size',
    `${root} holds more than ${MOST_ENTRIES} files and folders, too many to look for ${list}.`,
    { fix: 'Put a smaller folder before the wildcard, for example ./src/**/*.pem.' },
  )
}

function stepOf(parts: readonly string[], found: Step['found']): Step | undefined {
  const [part, ...rest] = parts
  if (part === undefined) return undefined
  const isName = part.startsWith('/')
  return {
    part: isName ? part.slice(1) : part,
    isDeep: part === DEEP,
    isFixed: isName || !isPattern(part),
    next: stepOf(rest, found),
    found,
  }
}

/** A step and, since `**` may stand for no folder at all, the one behind it. */
function opened(step: Step | undefined): Step[] {
  if (step === undefined) return []
  return step.isDeep ? [step, ...opened(step.next)] : [step]
}

/** Tells what is found in one folder; answers what is waited for in which folders of it. */
function match(folder: string, entries: readonly Entry[], waiting: readonly Step[]): Inside[] {
  // Once each: `**/**` would double them in every folder.
  const everywhere = [...new Set(waiting.filter((step) => step.isDeep).flatMap(opened))]
  const named = waiting.filter((step) => !step.isDeep)
  const inside: Inside[] = []
  for (const { name, kind } of entries) {
    const isFolder = kind === 'folder'
    let further: readonly Step[] = isFolder && !NOT_ENTERED.includes(name) ? everywhere : []
    for (const step of named.filter((one) => isMatch(one, name))) {
      if (!step.next) step.found(`${folder}/${name}`)
      else if (isFolder) further = union(further, opened(step.next))
    }
    if (further.length > 0) inside.push([name, further])
  }
  return inside
}

function isMatch(step: Step, name: string): boolean {
  return step.isFixed ? step.part === name : matchesPattern(name, step.part)
}

function union(a: readonly Step[], b: readonly Step[]): readonly Step[] {
  return [...a, ...b.filter((step) => !a.includes(step))]
}

/** What belongs to the caller can be opened again inside (chmod(2)); of others it stays shut there as it is here. */
function refuseUnlisted(folder: string, root: string, { caller, files }: Reader): void {
  const stat = files.stat(folder)
  if (folder === root || typeof stat === 'number' || stat.uid !== caller.uid) return
  throw unlisted(folder, `Type: chmod u+rx ${folder}, or hide it: --hide ${folder}`)
}

function unlisted(folder: string, fix: string): JailError {
  return new JailError(
    'policy.unlisted',
    `${folder} cannot be listed, so nobody knows what a pattern would match in it.`,
    { fix },
  )
}
