import { ptr } from 'bun:ffi'
import { JailError } from '../errors.ts'
import type { HostPlace } from '../plan/plan.ts'
import { parentOf } from '../policy/paths.ts'
import { ERRNO, type Files } from '../sys/files.ts'
import { holdFolder, inside } from '../sys/held-folder.ts'
import { cString } from '../sys/libc.ts'
import { createWhole } from '../sys/write.ts'
import { movedPlace } from './moved.ts'

/**
 * A file that is there while a box runs, the descriptor that says so to other jails, and the folder that it was made in,
 * which may have another path by the end.
 */
export type Loan = { readonly path: string; readonly fd: number; readonly folder: number }

const AT_FDCWD = -100
const O_CLOEXEC = 0o2000000
const O_NONBLOCK = 0o4000
const O_NOFOLLOW = process.arch === 'arm64' ? 0o100000 : 0o400000
/** flock(2). */
const LOCK_SH = 1
const LOCK_EX = 2
const LOCK_NB = 4
/** How often another jail may take the file away between making and holding it, and the wait in between. */
const MOST_TRIES = 500
const WAIT_MS = 1
/** Others of a shared repository must be able to read it. */
const MODE = 0o644

/**
 * Makes the files that are to be there while the box runs. Several jails may hold one at a time; the last takes it away.
 * What a `kill -9` leaves behind is the next one's to take away. Throws with the path when one cannot be made.
 */
export function lend(places: readonly HostPlace[], files: Files): Loan[] {
  const loans: Loan[] = []
  for (const { path, why, content, lent } of places) {
    if (!lent || content === undefined) continue
    const folder = holdFolder(files, parentOf(path))
    const fd = folder < 0 ? folder : hold(inside(folder, path), content, files)
    if (fd >= 0) loans.push({ path, fd, folder })
    else {
      if (folder >= 0) files.libc.call('close', folder)
      takeBack(loans, files)
      if (fd === -ERRNO.ELOOP) throw movedPlace(path, 'there is a link on the way to it, or another file')
      throw new JailError('launch.file', `The file ${path} (${why}) cannot be made (errno ${-fd}).`, {
        fix: 'Make the folder around it writable, or free some space.',
      })
    }
  }
  return loans
}

/**
 * The descriptor that holds the file, or a negative errno. What is there is never replaced: with its file the kernel
 * would take away the mounts on it in the boxes of others (namei.c, detach_mounts), and the command could write there.
 */
function hold(path: string, text: string, files: Files): number {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    if (tries > 0) Bun.sleepSync(WAIT_MS)
    const made = typeof files.stat(path) === 'number' ? createWhole(files, path, text, MODE) : 0
    if (made < 0 && made !== -ERRNO.EEXIST) return made
    const fd = openAsMade(path, files)
    if (fd === -ERRNO.ENOENT) continue
    if (fd < 0) return fd
    // What is not ours, or was put there this moment, is not taken away at the end.
    if (files.readText(`/proc/self/fd/${fd}`) !== text) {
      files.libc.call('close', fd)
      return -ERRNO.ELOOP
    }
    // Another jail that takes it away holds it alone. Where a file system has no locks, nobody takes it away.
    const isTaken = files.libc.call('flock', fd, LOCK_SH | LOCK_NB) === -ERRNO.EAGAIN
    if (!isTaken && isSame(path, fd, files)) return fd
    files.libc.call('close', fd)
  }
  return -ERRNO.EAGAIN
}

/** A link in its place is not followed, and a fifo keeps nobody waiting. */
function openAsMade(path: string, files: Files): number {
  const name = cString(path)
  return files.libc.call('openat', AT_FDCWD, ptr(name), O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW)
}

/** Takes the files away that no other jail holds, unless something else is in their place now. */
export function takeBack(loans: readonly Loan[], files: Files): void {
  for (const { path, fd, folder } of loans) {
    const isLast = files.libc.call('flock', fd, LOCK_EX | LOCK_NB) === 0
    const place = inside(folder, path)
    if (isLast && isSame(place, fd, files)) {
      const name = cString(place)
      files.libc.call('unlinkat', AT_FDCWD, Number(ptr(name)), 0)
    }
    files.libc.call('close', fd)
    files.libc.call('close', folder)
  }
}

function isSame(path: string, fd: number, files: Files): boolean {
  const identity = files.fingerprint(path, false)
  return identity !== undefined && identity === files.fingerprint(`/proc/self/fd/${fd}`, false)
}
