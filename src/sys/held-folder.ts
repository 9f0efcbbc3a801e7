import { ptr } from 'bun:ffi'
import { ERRNO, type Files } from './files.ts'
import { cString } from './libc.ts'

const AT_FDCWD = -100
const O_CLOEXEC = 0o2000000
const O_PATH = 0o10000000
const O_DIRECTORY = process.arch === 'arm64' ? 0o40000 : 0o200000
const O_NOFOLLOW = process.arch === 'arm64' ? 0o100000 : 0o400000
const FLAGS = O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC

/**
 * Holds a folder by a descriptor, so that what is made in it is made there whatever its path leads to by now. No component
 * of the path may be a link: -ELOOP, also when one has become a link since it was looked at. With `make`, folders that are
 * missing are made with mode 0700. Answers the descriptor or a negative errno.
 */
export function holdFolder(files: Files, path: string, make = false): number {
  const name = cString(path)
  const fd = files.libc.call('openat', AT_FDCWD, ptr(name), FLAGS)
  // What was opened is asked for its path (proc_pid_fd(5)): links on the way to it were followed.
  if (fd >= 0) return files.readLink(`/proc/self/fd/${fd}`) === path ? fd : closed(files, fd, -ERRNO.ELOOP)
  if (fd === -ERRNO.ENOTDIR && isLink(files, path)) return -ERRNO.ELOOP
  return fd === -ERRNO.ENOENT && make && path !== '/' ? makeIn(files, path) : fd
}

/** The path of something in a folder that is held. */
export function inside(folder: number, path: string): string {
  return `/proc/self/fd/${folder}${path.slice(path.lastIndexOf('/'))}`
}

function makeIn(files: Files, path: string): number {
  const slash = path.lastIndexOf('/')
  const above = holdFolder(files, path.slice(0, slash) || '/', true)
  if (above < 0) return above
  const name = cString(path.slice(slash + 1))
  const made = files.libc.call('mkdirat', above, ptr(name), 0o700)
  if (made < 0 && made !== -ERRNO.EEXIST) return closed(files, above, made)
  return closed(files, above, files.libc.call('openat', above, ptr(name), FLAGS))
}

function closed(files: Files, fd: number, answer: number): number {
  files.libc.call('close', fd)
  return answer
}

function isLink(files: Files, path: string): boolean {
  const stat = files.stat(path)
  return typeof stat === 'object' && stat.kind === 'link'
}
