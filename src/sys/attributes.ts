import { ptr } from 'bun:ffi'
import { cString, type Libc } from './libc.ts'

const ENODATA = 61
const EOPNOTSUPP = 95
/** Room for struct vfs_ns_cap_data, the longest form (linux/capability.h). */
const MOST_BYTES = 64

/**
 * Whether a program's file gives it capabilities (capabilities(7), "File capabilities"); null when that cannot be told.
 * Links are followed.
 */
export function hasFileCapabilities(path: string, libc: Libc): boolean | null {
  const name = cString(path)
  const attribute = cString('security.capability')
  const value = new Uint8Array(MOST_BYTES)
  const answer = libc.call('getxattr', ptr(name), ptr(attribute), ptr(value), value.length)
  if (answer >= 0) return answer > 0
  return answer === -ENODATA || answer === -EOPNOTSUPP ? false : null
}
