import { existsSync } from 'node:fs'
import { tried } from './hands.ts'
import { mountOf, ownMounts } from './mounts.ts'
import type { Attempt } from './probe.ts'

/**
 * Asks the kernel on what mounts these paths lie; it worked when one of them is writable. That proves more than a try:
 * an ordinary user cannot write in /usr outside either, and root should not for a test.
 */
export function findWritable(paths: readonly string[]): Attempt {
  return tried(() => {
    const mounts = ownMounts()
    const writable = paths.filter((path) => existsSync(path) && mountOf(path, mounts)?.isWritable)
    return {
      worked: writable.length > 0,
      evidence: writable.length > 0 ? `writable: ${writable.join(', ')}` : 'all are read-only',
    }
  })
}
