import { ptr } from 'bun:ffi'
import type { Files } from './files.ts'
import { cString } from './libc.ts'

const AT_FDCWD = -100
const AT_EMPTY_PATH = 0x1000
const STATX_BASIC_STATS = 0x7ff
const O_CLOEXEC = 0o2000000
const O_NONBLOCK = 0o4000
const O_NOFOLLOW = process.arch === 'arm64' ? 0o100000 : 0o400000
const S_IFMT = 0o170000
const S_IFREG = 0o100000
/** Larger files are none of ours. */
const MOST_BYTES = 2 ** 23

/**
 * The bytes of a file that only this user can have written: a regular file of mode 0600 or stricter that belongs to
 * `uid`, looked at through the descriptor that is read. Undefined for every other, and for what is cut short.
 */
export function readOwnFile(path: string, uid: number, { libc }: Files): Uint8Array | undefined {
  const name = cString(path)
  const fd = libc.call('openat', AT_FDCWD, ptr(name), O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
  if (fd < 0) return undefined
  // struct statx (statx(2)): owner at 20, mode at 28, size at 40.
  const stat = new Uint32Array(64)
  const answer = libc.call('statx', fd, ptr(cString('')), AT_EMPTY_PATH, STATX_BASIC_STATS, Number(ptr(stat)))
  const mode = (stat[7] ?? 0) & 0xffff
  const size = (stat[10] ?? 0) + (stat[11] ?? 0) * 2 ** 32
  const isOurs = answer === 0 && stat[5] === uid && (mode & S_IFMT) === S_IFREG && (mode & 0o177) === 0
  let bytes: Uint8Array | undefined
  if (isOurs && size > 0 && size <= MOST_BYTES) {
    bytes = new Uint8Array(size)
    if (libc.call('pread64', fd, Number(ptr(bytes)), size, 0) !== size) bytes = undefined
  }
  libc.call('close', fd)
  return bytes
}
