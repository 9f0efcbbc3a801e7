import { readFileSync } from 'node:fs'
import type { Attempt, Field } from './probe.ts'

/**
 * Tries something by the number of the witness. Inside of a namespace that number may be one of the box's own processes or
 * threads, as in a container, where all numbers are small: then there is nothing outside to be reached by it. Where /proc
 * does not tell, it is tried.
 */
export function byNumber({ witness, canary }: Field, attempt: (pid: number) => Attempt): Attempt {
  const { pid } = witness
  const words = argumentsOf(pid)
  return words === undefined || words.includes(`\0witness\0${canary}\0`)
    ? attempt(pid)
    : { worked: false, evidence: `${pid} is the number of another process here` }
}

/** All may read the arguments of all processes that /proc shows (proc_pid_cmdline(5)), of threads too. */
function argumentsOf(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
  } catch {
    return undefined
  }
}
