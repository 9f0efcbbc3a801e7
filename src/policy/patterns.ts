import { JailError } from '../errors.ts'
import { isPattern, isWithin, matchesPattern } from './paths.ts'
import type { Rule } from './policy.ts'
import { letsChange } from './words.ts'

/** A path with wildcards: the folder before the first one, and the components from there on. */
export type Pattern = { readonly text: string; readonly root: string; readonly parts: readonly string[] }

/** The component that stands for any number of folders, none included. */
export const DEEP = '**'

/** Folders that `**` does not go into: they hold what tools put there, in large numbers. A name leads into them. */
export const NOT_ENTERED: readonly string[] = ['.git', 'node_modules']

/** Takes a path with wildcards apart. */
export function parsePattern(text: string): Pattern {
  const parts = text.slice(1).split('/')
  const first = parts.findIndex(isPattern)
  return { text, root: `/${parts.slice(0, first).join('/')}`, parts: parts.slice(first) }
}

/** What is wrong with the text of a pattern, as the end of a sentence; undefined when nothing is. */
export function patternFault(text: string): { readonly what: string; readonly fix: string } | undefined {
  if (!text.includes(DEEP)) return undefined
  const parts = text.split('/')
  if (parts.some((part) => part !== DEEP && part.includes(DEEP)))
    return {
      what: 'has ** beside other text in one component',
      fix: 'Write ** as a whole component, as in ./**/*.pem.',
    }
  return parts.at(-1) === DEEP
    ? { what: 'ends in **', fix: 'Name the folder, or say what is looked for, as in ./**/*.pem.' }
    : undefined
}

/** Throws `policy.pattern` for a pattern that cannot be looked for in a bounded way, or that says less than it seems to. */
export function refusePattern(rule: Rule, home: string): void {
  if (!rule.path.includes(DEEP)) return
  const grantsMuch = letsChange(rule.word)
  const fault =
    patternFault(rule.path) ??
    (grantsMuch
      ? { what: `grants ${rule.word} to whatever ** finds`, fix: 'Use ** with hide, protect and read only.' }
      : undefined)
  if (!fault) {
    refuseWide(rule.path, parsePattern(rule.path).root, home)
    return
  }
  throw new JailError(
    'policy.pattern',
    `The pattern ${JSON.stringify(rule.path)} (${rule.at ?? rule.from}) ${fault.what}.`,
    { fix: fault.fix },
  )
}

/** Whether an absolute path matches a pattern, component by component. Linear in both, as a walk is. */
export function matchesPath(path: string, pattern: string): boolean {
  const wanted = pattern.split('/')
  let reached = withoutDeep(new Set([0]), wanted)
  for (const part of path.split('/')) {
    const next = new Set<number>()
    for (const at of reached) {
      const one = wanted[at]
      if (one === DEEP && !NOT_ENTERED.includes(part)) next.add(at)
      else if (one !== undefined && one !== DEEP && matchesPattern(part, one)) next.add(at + 1)
    }
    reached = withoutDeep(next, wanted)
  }
  return reached.has(wanted.length)
}

/** `**` may stand for no folder at all. */
function withoutDeep(positions: Set<number>, wanted: readonly string[]): Set<number> {
  for (const at of positions) if (wanted[at] === DEEP) positions.add(at + 1)
  return positions
}

/** Throws `policy.pattern` for a `**` that would have to look through a whole machine or a whole home folder. */
export function refuseWide(text: string, root: string, home: string): void {
  if (!isWithin(home, root)) return
  const what = root === '/' ? 'the whole machine' : root === home ? 'your home folder' : 'all home folders'
  throw new JailError(
    'policy.pattern',
    `The pattern ${JSON.stringify(text)} would have to be looked for in ${what} (${root}).`,
    { fix: 'Put a smaller folder before **, for example ./**/*.pem (the project) or ~/docs/**/*.pem.' },
  )
}
