import { ptr } from 'bun:ffi'
import { cString, type Libc } from './libc.ts'

const LANDLOCK_CREATE_RULESET_VERSION = 1
const ENOSYS = 38
/** What a kernel with Landlock answers that has it switched off at boot (landlock_create_ruleset(2)). */
export const EOPNOTSUPP = 95
const AT_FDCWD = -100
const O_PATH_CLOEXEC = 0o12000000

/**
 * The version of Landlock's interface (landlock(7)): 0 when the kernel has none. Another errno is answered as it is,
 * negative: EOPNOTSUPP when Landlock is switched off, any other when a filter refuses the call.
 */
export function landlockVersion(libc: Libc): number {
  const answer = libc.call('landlock_create_ruleset', 0, 0, LANDLOCK_CREATE_RULESET_VERSION)
  return answer === -ENOSYS ? 0 : answer
}

/** What openat2(2) answers here: a kernel before 5.6 has none, and filters of older containers refuse what they do not know. */
export function askOpenat2(libc: Libc): 'works' | 'missing' | 'refused' {
  const path = cString('/')
  // struct open_how: flags, mode, resolve.
  const how = new BigUint64Array([BigInt(O_PATH_CLOEXEC), 0n, 0n])
  const fd = libc.call('openat2', AT_FDCWD, ptr(path), ptr(how), how.byteLength)
  if (fd >= 0) libc.call('close', fd)
  return fd >= 0 ? 'works' : fd === -ENOSYS ? 'missing' : 'refused'
}
