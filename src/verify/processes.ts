import { readdirSync } from 'node:fs'
import type { Attempt } from './probe.ts'

/** Every process that /proc shows but this one, the parent first. */
export function otherProcesses(): number[] {
  const pids = readdirSync('/proc').filter((name) => Number.isInteger(Number(name)))
  const others = new Set([process.ppid, ...pids.map(Number)])
  others.delete(process.pid)
  return [...others]
}

/** Tries until one works; otherwise how many did not, and what the first said. */
export function firstThatWorks(attempts: readonly (() => Attempt)[]): Attempt {
  let first = 'there was nothing to try'
  for (const [index, attempt] of attempts.entries()) {
    const tried = attempt()
    if (tried.worked) return tried
    if (index === 0) first = tried.evidence
  }
  return { worked: false, evidence: `none of ${attempts.length} worked; the first: ${first}` }
}
