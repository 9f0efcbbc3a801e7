import { ptr } from 'bun:ffi'
import { copyAttributes } from './extended.ts'
import { ERRNO, type Files } from './files.ts'
import { cString } from './libc.ts'
import type { Opened } from './open-file.ts'

const O_CLOEXEC = 0o2000000
const O_DIRECTORY = process.arch === 'arm64' ? 0o40000 : 0o200000
const O_NOFOLLOW = process.arch === 'arm64' ? 0o100000 : 0o400000
const O_WRITE_NEW = 0o1 | 0o100 | 0o200
/** Holds O_DIRECTORY (asm-generic/fcntl.h). */
const O_WRITE_UNNAMED = 0o1 | 0o20000000 | O_DIRECTORY
/** What a file gets that was not there before. */
const NEW_MODE = 0o600
/** How a name begins that stands in a folder for the moment in which a file is replaced, and after a kill in it. */
export const FRESH_NAME = '.jail-keep-'

/** Why a file cannot be replaced by one like it: a system call and its errno, or the attribute that it cannot have. */
export type Obstacle = { readonly what: string; readonly errno: number }

/** A new file that is open for writing; its name where it has one. */
export type Fresh = { readonly fd: number; readonly name: string | undefined }

/**
 * Makes a file in an open folder that has the owner, the mode and the attributes of `like`: its descriptor and, where
 * the file system has no unnamed files (open(2) O_TMPFILE), its name. Nothing is left of it on an obstacle.
 */
export function makeLike(files: Files, folder: number, like: Opened | undefined): Fresh | Obstacle {
  const made = makeFresh(files, folder)
  if ('errno' in made) return made
  const obstacle = like && dress(files, made.fd, like)
  if (!obstacle) return made
  dropFresh(files, folder, made)
  return obstacle
}

function makeFresh(files: Files, folder: number): Fresh | Obstacle {
  const { libc } = files
  const here = cString('.')
  const fd = libc.call('openat', folder, ptr(here), O_WRITE_UNNAMED | O_CLOEXEC, NEW_MODE)
  if (fd >= 0) return { fd, name: undefined }
  if (fd !== -ERRNO.EOPNOTSUPP && fd !== -ERRNO.EISDIR) return { what: 'its folder', errno: fd }
  const name = freshName()
  const text = cString(name)
  const named = libc.call('openat', folder, ptr(text), O_WRITE_NEW | O_CLOEXEC | O_NOFOLLOW, NEW_MODE)
  return named < 0 ? { what: 'its folder', errno: named } : { fd: named, name }
}

/** With the number of this process, so that what a kill leaves behind is told from what is at work. */
export function freshName(): string {
  return `${FRESH_NAME}${process.pid}-${Bun.nanoseconds()}`
}

/** Closes such a file and takes it away. */
export function dropFresh(files: Files, folder: number, { fd, name }: Fresh): void {
  files.libc.call('close', fd)
  if (name === undefined) return
  const text = cString(name)
  files.libc.call('unlinkat', folder, ptr(text))
}

function dress(files: Files, fd: number, { stat, fd: old }: Opened): Obstacle | undefined {
  const { libc } = files
  const fresh = files.stat(`/proc/self/fd/${fd}`, true)
  if (typeof fresh === 'number') return { what: 'its folder', errno: fresh }
  if (fresh.uid !== stat.uid || fresh.gid !== stat.gid) {
    const owned = libc.call('fchown', fd, stat.uid, stat.gid)
    if (owned < 0) return { what: `its owner ${stat.uid}:${stat.gid}`, errno: owned }
  }
  const attribute = copyAttributes(files, old, fd)
  if (attribute) return { what: `its attribute ${attribute.name}`, errno: attribute.errno }
  // After the access list, which says the mode, too.
  const moded = libc.call('fchmod', fd, stat.mode & 0o777)
  return moded < 0 ? { what: 'its mode', errno: moded } : undefined
}
