import type { Files } from '../../sys/files.ts'
import type { PathFact } from '../facts.ts'
import type { Walker } from '../walk.ts'

/** With what git's files are read, and what was odd about them. */
export type Reading = {
  readonly files: Files
  readonly walker: Walker
  readonly home: string
  /** Sentences without the dot at the end. */
  readonly notices: string[]
  /** Git folders with bytes in their names that are no UTF-8. */
  readonly unnamed: string[]
}

export type Text =
  | { readonly state: 'text'; readonly text: string }
  | { readonly state: 'absent' }
  | { readonly state: 'unreadable'; readonly why: string }

/** Largest file that is read, in bytes: git's own limit for a `.git` file (setup.c, read_gitfile_gently). */
const MOST_BYTES = 2 ** 20

/**
 * The text of one of git's files. Only a regular file is opened: a named pipe would hold the start for ever, and the
 * content of the project is not trusted.
 */
export function readPart(path: string, { walker, files }: Reading): Text {
  const fact = walker.resolve(path)
  if (fact.state === 'absent' || fact.state === 'dangling') return { state: 'absent' }
  if (fact.state === 'unknown') return { state: 'unreadable', why: fact.why }
  if (fact.state !== 'present') return { state: 'unreadable', why: 'you may not look there' }
  if (fact.kind !== 'file') return { state: 'unreadable', why: 'it is no file' }
  if (fact.size > MOST_BYTES) return { state: 'unreadable', why: 'it is larger than 1 MiB' }
  const text = files.readText(fact.real)
  return typeof text === 'string'
    ? { state: 'text', text }
    : { state: 'unreadable', why: `reading it fails with errno ${-text}` }
}

/** Whether something is at a path, a link that leads nowhere included: git would find that, too. */
export function isThere(path: string, { walker }: Reading): boolean {
  return walker.resolve(path).state !== 'absent'
}

/** The path without links of a folder that is there; undefined when it is none. */
export function realFolder(path: string, { walker }: Reading): string | undefined {
  const fact = walker.resolve(path)
  return fact.state === 'present' && fact.kind === 'folder' ? fact.real : undefined
}

/** What a path leads to, in one word. */
export function kindAt(path: string, { walker }: Reading): PathFact['state'] | 'folder' | 'file' | 'other' {
  const fact = walker.resolve(path)
  return fact.state === 'present' ? fact.kind : fact.state
}

/** git's own test of a git folder (setup.c, is_git_directory). */
export function isGitFolder(folder: string, reading: Reading): boolean {
  return (
    kindAt(`${folder}/HEAD`, reading) === 'file' &&
    kindAt(`${folder}/objects`, reading) === 'folder' &&
    kindAt(`${folder}/refs`, reading) === 'folder'
  )
}
