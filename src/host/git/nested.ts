import { hasLostBytes } from '../../policy/characters.ts'
import { ERRNO, type Files } from '../../sys/files.ts'
import { FolderReader } from '../../sys/folders.ts'
import { oneLine } from '../../ui/escape.ts'
import { type Visit, walkTree } from '../tree-walk.ts'
import type { Walker } from '../walk.ts'

export type Nested = {
  /** Folders below the project that have a `.git` of their own, the nearest first. */
  readonly folders: readonly string[]
  /** The same with bytes in their names that are no UTF-8: nothing can be bound there. For people. */
  readonly unnamed: readonly string[]
  /** Folders that could not be listed, for people. */
  readonly unreadable: readonly string[]
  /** False when the project has more folders than are looked at. */
  readonly isComplete: boolean
}

/** Most folders that a start looks through. */
export const MOST_FOLDERS = 50_000
/** Most folders that cannot be listed and are told one by one. */
const MOST_UNREADABLE = 5

/** Dependencies are full of folders, and git itself is never run there by a person. */
const PASSED_BY = new Set(['.git', 'node_modules'])

/** Looks through the folders of a project, level by level, links not followed, for repositories in it. */
export function findNested(project: string, files: Files, walker: Walker, most = MOST_FOLDERS): Nested {
  const reader = new FolderReader(files, '.git')
  const folders: string[] = []
  const unreadable: string[] = []
  const unnamed: string[] = []
  const visit: Visit<undefined> = ({ path, isSilent }, enter) => {
    const read = isSilent ? SILENT : files.answer({ what: 'folders', path }, () => reader.read(path))
    if (typeof read === 'number') {
      if (!isGone(read) && unreadable.length < MOST_UNREADABLE) unreadable.push(oneLine(path))
      return 0
    }
    if (read.has && isUnnamed(path)) unnamed.push(oneLine(path))
    else if (read.has && path !== project) folders.push(path)
    const names = read.names.filter((name) => !PASSED_BY.has(name))
    for (const name of names) enter(name, undefined)
    return names.length
  }
  const isComplete = walkTree({ path: project, carry: undefined }, visit, { walker, limit: most - 1 })
  return { folders, unnamed, unreadable, isComplete }
}

/** No rule can name such a place: a byte of it would be lost, or may have been. */
function isUnnamed(path: string): boolean {
  return !path.isWellFormed() || hasLostBytes(path)
}

/** As reading answers for a folder that may not be listed. */
const SILENT = -ERRNO.EACCES

/** It was there a moment ago. */
function isGone(answer: number): boolean {
  return answer === -ERRNO.ENOENT || answer === -ERRNO.ENOTDIR
}
