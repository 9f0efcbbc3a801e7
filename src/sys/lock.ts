import { ptr } from 'bun:ffi'
import { ERRNO, type Files } from './files.ts'
import { cString } from './libc.ts'
import { createFile } from './write.ts'

const AT_FDCWD = -100
const O_RDONLY_CLOEXEC_NOFOLLOW = 0o2000000 | (process.arch === 'arm64' ? 0o100000 : 0o400000)
/** flock(2). */
const LOCK = { shared: 1, alone: 2 } as const
const LOCK_NB = 4

/** Opens a lock file, made where it is missing: its descriptor, or a negative errno. A link is refused. */
export function openLock(files: Files, path: string): number {
  const made = createFile(files, path, '')
  if (made < 0 && made !== -ERRNO.EEXIST) return made
  const name = cString(path)
  return files.libc.call('openat', AT_FDCWD, ptr(name), O_RDONLY_CLOEXEC_NOFOLLOW)
}

/** Takes a lock, or changes the one that is held, without waiting: whether it was free. A kill of jail frees it. */
export function takeLock(files: Files, fd: number, how: keyof typeof LOCK): boolean {
  return files.libc.call('flock', fd, LOCK[how] | LOCK_NB) === 0
}
