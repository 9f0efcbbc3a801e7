import { ERRNO, type Files } from '../../sys/files.ts'
import { FolderReader } from '../../sys/folders.ts'
import type { Walker } from '../walk.ts'

export type Nested = {
  /** Folders below the project that have a `.git` of their own, the nearest first. */
  readonly folders: readonly string[]
  /** Folders that could not be listed. */
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
  const waiting = [project]
  for (const folder of waiting) {
    const read = walker.silence(folder) === undefined ? reader.read(folder) : SILENT
    if (typeof read === 'number') {
      if (!isGone(read) && unreadable.length < MOST_UNREADABLE) unreadable.push(folder)
      continue
    }
    if (read.has && folder !== project) folders.push(folder)
    for (const name of read.names) if (!PASSED_BY.has(name)) waiting.push(`${folder}/${name}`)
    if (waiting.length > most) return { folders, unreadable, isComplete: false }
  }
  return { folders, unreadable, isComplete: true }
}

/** As reading answers for a folder that may not be listed. */
const SILENT = -ERRNO.EACCES

/** It was there a moment ago. */
function isGone(answer: number): boolean {
  return answer === -ERRNO.ENOENT || answer === -ERRNO.ENOTDIR
}
