import { JailError } from '../errors.ts'
import { isPattern, isWithin } from './paths.ts'
import type { Rule } from './policy.ts'

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

/** Throws `policy.pattern` for a pattern that cannot be looked for in a bounded way, or that says less than it seems to. */
export function refusePattern(rule: Rule, home: string): void {
  const { root, parts } = parsePattern(rule.path)
  if (!rule.path.includes(DEEP)) return
  const stop = (what: string, fix: string): never => {
    const sentence = `The pattern ${JSON.stringify(rule.path)} (${rule.from}) ${what}.`
    throw new JailError('policy.pattern', sentence, { fix })
  }
  if (parts.some((part) => part !== DEEP && part.includes(DEEP)))
    stop('has ** beside other text in one component', 'Write ** as a whole component, as in ./**/*.pem.')
  if (parts.at(-1) === DEEP)
    stop('ends in **', `Name the folder: ${root}, or say what is looked for, as in ./**/*.pem.`)
  if (rule.word === 'write' || rule.word === 'copy')
    stop(`grants ${rule.word} to whatever ** finds`, 'Use ** with hide, protect and read only.')
  refuseWide(rule.path, root, home)
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
