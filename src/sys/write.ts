import { ptr } from 'bun:ffi'
import { ERRNO, type Files } from './files.ts'
import { cString } from './libc.ts'

const AT_FDCWD = -100
const AT_SYMLINK_FOLLOW = 0x400
const O_DIRECTORY = process.arch === 'arm64' ? 0o40000 : 0o200000
const O_WRITE_CLOEXEC = 0o1 | 0o2000000
const O_CREAT_EXCL = 0o100 | 0o200
/** Holds O_DIRECTORY (asm-generic/fcntl.h). */
const O_TMPFILE = 0o20000000 | O_DIRECTORY
const MODE = 0o600

/** Makes a new file, mode 0600, through no link: 0 or a negative errno, -EEXIST when there is anything of that name. */
export function createFile(files: Files, path: string, text: string | Uint8Array): number {
  if (path.includes('\0')) return -ERRNO.EINVAL
  const name = cString(path)
  const fd = files.libc.call('openat', AT_FDCWD, ptr(name), O_WRITE_CLOEXEC | O_CREAT_EXCL, MODE)
  if (fd < 0) return fd
  const answer = write(files, fd, text)
  if (answer < 0) files.libc.call('unlinkat', AT_FDCWD, ptr(name))
  return answer
}

/**
 * Replaces a file as a whole, mode 0600, so that no reader ever sees half of it: 0 or a negative errno. The new file has
 * no name until it is whole (open(2) O_TMPFILE), so a kill leaves nothing behind; for a moment there is no file at all,
 * which a reader must take for none. A file system without such files gets a second name for that moment instead.
 */
export function replaceFile(files: Files, path: string, text: string | Uint8Array): number {
  if (path.includes('\0')) return -ERRNO.EINVAL
  const folder = cString(path.slice(0, path.lastIndexOf('/')) || '/')
  const fd = files.libc.call('openat', AT_FDCWD, ptr(folder), O_WRITE_CLOEXEC | O_TMPFILE, MODE)
  if (fd === -ERRNO.EOPNOTSUPP || fd === -ERRNO.EISDIR) return replaceByName(files, path, text)
  if (fd < 0) return fd
  const written = write(files, fd, text, false)
  const answer = written < 0 ? written : publish(files, fd, path)
  files.libc.call('close', fd)
  return answer
}

/** Writes a text into a file that is there, as control files of the kernel take it: 0 or a negative errno. */
export function writeInto(files: Files, path: string, text: string): number {
  const name = cString(path)
  const fd = files.libc.call('openat', AT_FDCWD, ptr(name), O_WRITE_CLOEXEC)
  return fd < 0 ? fd : write(files, fd, text)
}

/** Removes a file, or a link and not what it leads to: 0 or a negative errno. */
export function removeFile(files: Files, path: string): number {
  if (path.includes('\0')) return -ERRNO.EINVAL
  return files.libc.call('unlinkat', AT_FDCWD, ptr(cString(path)))
}

/** Gives an unnamed file its name, in place of what has it. Another process that was faster is as good. */
function publish(files: Files, fd: number, path: string): number {
  const source = cString(`/proc/self/fd/${fd}`)
  const name = cString(path)
  const removed = files.libc.call('unlinkat', AT_FDCWD, ptr(name))
  if (removed < 0 && removed !== -ERRNO.ENOENT) return removed
  const linked = files.libc.call('linkat', AT_FDCWD, ptr(source), AT_FDCWD, ptr(name), AT_SYMLINK_FOLLOW)
  return linked === -ERRNO.EEXIST ? 0 : linked
}

function replaceByName(files: Files, path: string, text: string | Uint8Array): number {
  // With the time, since a number of a process comes back: at once in a container.
  const fresh = `${path}.${process.pid}.${Bun.nanoseconds()}`
  const made = createFile(files, fresh, text)
  if (made < 0) return made
  const from = cString(fresh)
  const to = cString(path)
  const moved = files.libc.call('renameat', AT_FDCWD, ptr(from), AT_FDCWD, ptr(to))
  if (moved < 0) files.libc.call('unlinkat', AT_FDCWD, ptr(from))
  return moved
}

/** Writes all of the text to an open file and closes it, unless told not to: 0 or a negative errno. */
function write(files: Files, fd: number, text: string | Uint8Array, close = true): number {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const written = bytes.length === 0 ? 0 : files.libc.call('pwrite64', fd, ptr(bytes), bytes.length, 0)
  if (close) files.libc.call('close', fd)
  return written === bytes.length ? 0 : written < 0 ? written : -ERRNO.ENOSPC
}
