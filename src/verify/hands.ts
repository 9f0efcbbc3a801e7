import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { Libc } from '../sys/libc.ts'
import { CALLS, type CallName } from './calls.ts'
import type { Attempt } from './probe.ts'

/** What probes try with. Everything answers with an Attempt and never throws. */

const libc = (): Libc => new Libc()

/** A file is read; it worked when the mark is in it. */
export function readMark(path: string, mark: string): Attempt {
  return tried(() => {
    const text = readFileSync(path, 'utf8')
    return text.includes(mark)
      ? { worked: true, evidence: `read the mark in ${path}` }
      : { worked: false, evidence: `${path} can be read, without the mark` }
  })
}

/** A file is written as a whole, or made. */
export function writeMark(path: string, mark: string): Attempt {
  return tried(() => {
    writeFileSync(path, mark)
    return { worked: true, evidence: `wrote ${path}` }
  })
}

/** Something is put at the end of a file. */
export function appendMark(path: string, mark: string): Attempt {
  return tried(() => {
    appendFileSync(path, mark)
    return { worked: true, evidence: `wrote to ${path}` }
  })
}

/** A system call by its number; it worked when the answer is no error. The answer is closed by the caller if it must be. */
export function systemCall(
  name: CallName,
  ...args: readonly number[]
): Attempt & { readonly answer: number } {
  const open = libc()
  const [a = 0, b = 0, c = 0, d = 0, e = 0] = args
  const answer = open.raw(CALLS[name][process.arch === 'arm64' ? 'aarch64' : 'x86_64'], a, b, c, d, e)
  return { worked: answer >= 0, answer, evidence: `${name}: ${answer < 0 ? errnoName(-answer) : answer}` }
}

const SIGCHLD = 17

/**
 * A child in new namespaces (clone(2) with these flags), which ends at once; it worked when there was one. unshare(2)
 * cannot be tried for user namespaces: it is refused to a process with threads, which every Bun is.
 */
export function cloneChild(flags: number): Attempt {
  const open = libc()
  const arch = process.arch === 'arm64' ? 'aarch64' : 'x86_64'
  const pid = open.raw(CALLS.clone[arch], flags + SIGCHLD)
  // The child is a copy of this thread alone: nothing but the end is safe in it.
  if (pid === 0) open.raw(CALLS.exit_group[arch], 0)
  if (pid > 0) open.raw(CALLS.wait4[arch], pid)
  return { worked: pid > 0, evidence: `clone: ${pid < 0 ? errnoName(-pid) : `child ${pid}`}` }
}

/** Runs what may throw: an exception is a try that did not work, with the name of its errno. */
export function tried(attempt: () => Attempt): Attempt {
  try {
    return attempt()
  } catch (error) {
    return { worked: false, evidence: reasonOf(error) }
  }
}

/** The same for what takes time. */
export async function triedLater(attempt: () => Promise<Attempt>): Promise<Attempt> {
  try {
    return await attempt()
  } catch (error) {
    return { worked: false, evidence: reasonOf(error) }
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.message : String(error)
}

/** errno(3), those that probes meet. */
const ERRNO_NAMES: Readonly<Record<number, string>> = {
  1: 'EPERM',
  2: 'ENOENT',
  3: 'ESRCH',
  9: 'EBADF',
  11: 'EAGAIN',
  12: 'ENOMEM',
  13: 'EACCES',
  14: 'EFAULT',
  16: 'EBUSY',
  17: 'EEXIST',
  18: 'EXDEV',
  20: 'ENOTDIR',
  21: 'EISDIR',
  22: 'EINVAL',
  25: 'ENOTTY',
  28: 'ENOSPC',
  30: 'EROFS',
  38: 'ENOSYS',
  40: 'ELOOP',
  95: 'EOPNOTSUPP',
  97: 'EAFNOSUPPORT',
  99: 'EADDRNOTAVAIL',
  101: 'ENETUNREACH',
  111: 'ECONNREFUSED',
}

/** The name of an errno, or its number. */
export function errnoName(errno: number): string {
  return ERRNO_NAMES[errno] ?? `errno ${errno}`
}
