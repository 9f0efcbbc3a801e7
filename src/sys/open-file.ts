import { ptr } from 'bun:ffi'
import { ERRNO, type Files, type Stat } from './files.ts'
import { cString } from './libc.ts'
import { openFolder } from './put-back.ts'

const O_CLOEXEC = 0o2000000
const O_NONBLOCK = 0o4000
const O_NOFOLLOW = process.arch === 'arm64' ? 0o100000 : 0o400000
const ELOOP = 40
/** What opening a socket answers. */
const ENXIO = 6

/** A name in an open folder. */
export type Place = { readonly folder: number; readonly name: string }

/** A regular file that is open, and what it holds. */
export type Opened = { readonly fd: number; readonly stat: Stat; readonly bytes: Uint8Array }

/** The folder and the name of an absolute path, the folder open and reached through no link; negative is an errno. */
export function openPlace(files: Files, path: string): Place {
  const parts = path.split('/').filter((part) => part !== '')
  const name = parts.pop() ?? ''
  return { folder: openFolder(files, parts, false), name }
}

/**
 * Opens a regular file of at most `limit` bytes in an open folder and reads it whole. `other` stands for what is no
 * regular file, links included; a negative errno for anything else, -EFBIG for a larger one. A fifo keeps nobody waiting.
 */
export function openFile(files: Files, place: Place, limit: number): Opened | 'absent' | 'other' | number {
  const text = cString(place.name)
  const flags = O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW
  const fd = files.libc.call('openat', place.folder, ptr(text), flags)
  if (fd === -ERRNO.ENOENT) return 'absent'
  if (fd === -ELOOP || fd === -ENXIO) return 'other'
  if (fd < 0) return fd
  const stat = files.stat(`/proc/self/fd/${fd}`, true)
  const bytes = typeof stat === 'number' ? stat : stat.kind === 'file' ? readAll(files, fd, limit) : 'other'
  if (typeof stat === 'object' && typeof bytes === 'object') return { fd, stat, bytes }
  files.libc.call('close', fd)
  return typeof bytes === 'object' ? 'other' : bytes
}

/** All of an open file, from its start; -EFBIG when it holds more than `limit` bytes. */
export function readAll(files: Files, fd: number, limit: number): Uint8Array | number {
  const parts: Uint8Array[] = []
  for (let at = 0; ; ) {
    const part = files.readAt(fd, at, limit + 1 - at)
    if (part.length === 0) return Buffer.concat(parts)
    parts.push(part)
    at += part.length
    if (at > limit) return -ERRNO.EFBIG
  }
}
