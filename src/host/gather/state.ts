import { accessSync, constants, statSync } from 'node:fs'
import { parentOf } from '../../policy/paths.ts'

/** Whether a folder is writable, or could be made: the nearest folder above it that is there can be written. */
export function isPlaceWritable(path: string): boolean {
  for (let here = path; ; here = parentOf(here)) {
    if (statSync(here, { throwIfNoEntry: false })) {
      try {
        accessSync(here, constants.W_OK | constants.X_OK)
        return true
      } catch {
        return false
      }
    }
    if (here === '/') return false
  }
}
