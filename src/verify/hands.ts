import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { Libc } from '../sys/libc.ts'
import { type CallName, numberOf } from './calls.ts'
import { errnoName } from './errno.ts'
import { inChild } from './fork.ts'
import type { Attempt } from './probe.ts'
import { Untried } from './untried.ts'

export { errnoName } from './errno.ts'

/** What probes try with. Everything answers with an Attempt; what throws was not tried. */

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
  const answer = open.raw(numberOf(name), a, b, c, d, e)
  return { worked: answer >= 0, answer, evidence: `${name}: ${answer < 0 ? errnoName(-answer) : answer}` }
}

/** A child in new namespaces (clone(2) with these flags), which ends at once; it worked when there was one. */
export function cloneChild(flags: number): Attempt {
  return inChild([], flags)
}

/** Runs what may throw: an exception is a try that was refused, with the name of its errno, unless it says otherwise. */
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
  if (error instanceof Untried) throw error
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  return error instanceof Error ? error.message : String(error)
}
