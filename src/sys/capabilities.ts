import type { Libc } from './libc.ts'

const PR_CAP_AMBIENT = 47
const PR_CAP_AMBIENT_CLEAR_ALL = 4

/**
 * Empties the ambient set of this process (capabilities(7)), which every child inherits: bwrap does nothing with one,
 * not even `--help` ("Unexpected capabilities"). Where the kernel has no such set there is nothing to empty.
 */
export function clearAmbientCapabilities(libc: Libc): void {
  libc.call('prctl', PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL)
}
