import { ptr } from 'bun:ffi'
import { ERRNO, type Files } from './files.ts'
import { cString } from './libc.ts'

const AT_FDCWD = -100
const O_CLOEXEC = 0o2000000
const O_NONBLOCK = 0o4000
const O_NOFOLLOW = process.arch === 'arm64' ? 0o100000 : 0o400000

/**
 * The whole of a file of at most `limit` bytes, or a negative errno: -EFBIG when it is larger, -ELOOP for a link. A fifo
 * that took the file's place keeps nobody waiting (fifo(7), O_NONBLOCK).
 */
export function readBytes(files: Files, path: string, limit: number): Uint8Array | number {
  if (path.includes('\0')) return -ERRNO.EINVAL
  const name = cString(path)
  const fd = files.libc.call('openat', AT_FDCWD, ptr(name), O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
  if (fd < 0) return fd
  const parts: Uint8Array[] = []
  let at = 0
  let part = files.readAt(fd, 0, limit)
  while (part.length > 0 && at <= limit) {
    parts.push(part)
    at += part.length
    part = files.readAt(fd, at, limit + 1 - at)
  }
  files.libc.call('close', fd)
  if (at > limit) return -ERRNO.EFBIG
  const [first] = parts
  return parts.length === 1 && first ? first : Buffer.concat(parts)
}
