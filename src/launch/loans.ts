import { ptr } from 'bun:ffi'
import { JailError } from '../errors.ts'
import type { HostPlace } from '../plan/plan.ts'
import { ERRNO, type Files } from '../sys/files.ts'
import { cString } from '../sys/libc.ts'
import { createWhole } from '../sys/write.ts'

/** A file that is there while a box runs, and the descriptor that says so to other jails. */
export type Loan = { readonly path: string; readonly fd: number }

const AT_FDCWD = -100
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
    const fd = hold(path, content, files)
    if (fd >= 0) loans.push({ path, fd })
    else {
      takeBack(loans, files)
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
    const fd = files.open(path)
    if (fd === -ERRNO.ENOENT) continue
    if (fd < 0) return fd
    // Another jail that takes it away holds it alone. Where a file system has no locks, nobody takes it away.
    const isTaken = files.libc.call('flock', fd, LOCK_SH | LOCK_NB) === -ERRNO.EAGAIN
    if (!isTaken && isSame(path, fd, files)) return fd
    files.libc.call('close', fd)
  }
  return -ERRNO.EAGAIN
}

/** Takes the files away that no other jail holds, unless something else is in their place now. */
export function takeBack(loans: readonly Loan[], files: Files): void {
  for (const { path, fd } of loans) {
    const isLast = files.libc.call('flock', fd, LOCK_EX | LOCK_NB) === 0
    if (isLast && isSame(path, fd, files)) {
      const name = cString(path)
      files.libc.call('unlinkat', AT_FDCWD, Number(ptr(name)), 0)
    }
    files.libc.call('close', fd)
  }
}

function isSame(path: string, fd: number, files: Files): boolean {
  const identity = files.fingerprint(path, false)
  return identity !== undefined && identity === files.fingerprint(`/proc/self/fd/${fd}`, false)
}
