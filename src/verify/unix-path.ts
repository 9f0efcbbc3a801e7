import { openSync } from 'node:fs'
import { basename, dirname } from 'node:path'

/** sun_path has 108 bytes with its NUL (unix(7)). */
const LONGEST = 107

/**
 * A path of a unix socket that is short enough, by the descriptor of its folder when it must be; homes can be long. The
 * descriptor stays open until the process ends. Throws when the folder is not there.
 */
export function shortUnixPath(path: string): string {
  if (Buffer.byteLength(path) <= LONGEST) return path
  return `/proc/self/fd/${openSync(dirname(path), 'r')}/${basename(path)}`
}
