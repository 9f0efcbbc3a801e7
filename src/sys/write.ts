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
/** How often a name may be taken by others before a file gets it. */
const MOST_TRIES = 10

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
 * Replaces a file as a whole, mode 0600, so that no reader ever sees half of it or none: 0 or a negative errno. The new
 * file has no name until it is whole (open(2) O_TMPFILE), and takes the old one's place by rename(2). A kill between the
 * two leaves the name with `.new`, which the next one takes away. A file system without such files gets another name.
 */
export function replaceFile(files: Files, path: string, text: string | Uint8Array): number {
  if (path.includes('\0')) return -ERRNO.EINVAL
  const fd = unnamed(files, path, text)
  if (fd === -ERRNO.EOPNOTSUPP) return replaceByName(files, path, text)
  if (fd < 0) return fd
  const answer = publish(files, fd, path)
  files.libc.call('close', fd)
  return answer
}

/** Makes a new file that is whole as soon as it is there, and replaces nothing: 0, or -EEXIST or another errno. */
export function createWhole(files: Files, path: string, text: string, mode: number): number {
  if (path.includes('\0')) return -ERRNO.EINVAL
  const fd = unnamed(files, path, text)
  if (fd === -ERRNO.EOPNOTSUPP) return createByName(files, path, text, mode)
  if (fd < 0) return fd
  files.libc.call('fchmod', fd, mode)
  const answer = link(files, `/proc/self/fd/${fd}`, path)
  files.libc.call('close', fd)
  return answer
}

/** A file with a text, in the folder of a path and without a name: its descriptor or a negative errno. */
function unnamed(files: Files, path: string, text: string | Uint8Array): number {
  const folder = cString(path.slice(0, path.lastIndexOf('/')) || '/')
  const fd = files.libc.call('openat', AT_FDCWD, ptr(folder), O_WRITE_CLOEXEC | O_TMPFILE, MODE)
  // What a kernel says to a flag that it does not know (open(2), BUGS).
  if (fd === -ERRNO.EISDIR) return -ERRNO.EOPNOTSUPP
  if (fd < 0) return fd
  const written = write(files, fd, text, false)
  if (written < 0) files.libc.call('close', fd)
  return written < 0 ? written : fd
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

/** Gives an unnamed file its name, in place of what has it: link(2) replaces nothing, and rename(2) takes a name. */
function publish(files: Files, fd: number, path: string): number {
  const beside = `${path}.new`
  let linked = 0
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    linked = link(files, `/proc/self/fd/${fd}`, beside)
    if (linked !== -ERRNO.EEXIST) break
    // Of one that was killed, or of one that is at it: then that one moves this file.
    removeFile(files, beside)
  }
  if (linked < 0) return linked
  const moved = rename(files, beside, path)
  // Another process was faster, which is as good.
  if (moved === -ERRNO.ENOENT) return 0
  if (moved < 0) removeFile(files, beside)
  return moved
}

function createByName(files: Files, path: string, text: string, mode: number): number {
  const fresh = nameBeside(path)
  const made = createFile(files, fresh, text)
  if (made < 0) return made
  const name = cString(fresh)
  files.libc.call('fchmodat', AT_FDCWD, ptr(name), mode)
  const answer = link(files, fresh, path)
  removeFile(files, fresh)
  return answer
}

/** With the time, since a number of a process comes back: at once in a container. */
function nameBeside(path: string): string {
  return `${path}.${process.pid}.${Bun.nanoseconds()}`
}

function link(files: Files, from: string, to: string): number {
  const [source, name] = [cString(from), cString(to)]
  return files.libc.call('linkat', AT_FDCWD, ptr(source), AT_FDCWD, ptr(name), AT_SYMLINK_FOLLOW)
}

function rename(files: Files, from: string, to: string): number {
  const [source, name] = [cString(from), cString(to)]
  return files.libc.call('renameat', AT_FDCWD, ptr(source), AT_FDCWD, ptr(name))
}

function replaceByName(files: Files, path: string, text: string | Uint8Array): number {
  const fresh = nameBeside(path)
  const made = createFile(files, fresh, text)
  if (made < 0) return made
  const moved = rename(files, fresh, path)
  if (moved < 0) removeFile(files, fresh)
  return moved
}

/** Writes all of the text to an open file and closes it, unless told not to: 0 or a negative errno. */
function write(files: Files, fd: number, text: string | Uint8Array, close = true): number {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const written = bytes.length === 0 ? 0 : files.libc.call('pwrite64', fd, ptr(bytes), bytes.length, 0)
  if (close) files.libc.call('close', fd)
  return written === bytes.length ? 0 : written < 0 ? written : -ERRNO.ENOSPC
}
