import { parentOf } from '../../policy/paths.ts'
import type { Files } from '../../sys/files.ts'

const WRITE_AND_SEARCH = 2 | 1

/** Whether a folder is writable, or could be made: the nearest folder above it that is there can be written. */
export function isPlaceWritable(path: string, files: Files): boolean {
  let here = path
  while (here !== '/' && typeof files.stat(here) === 'number') here = parentOf(here)
  return files.may(here, WRITE_AND_SEARCH)
}
