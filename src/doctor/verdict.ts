import { EXIT, type ExitCode } from '../errors.ts'
import type { Answer } from './check.ts'
import type { Status } from './finding.ts'

/** How many answers there are of each status. */
export type Count = Readonly<Record<Status, number>>

export function countOf(answers: readonly Answer[]): Count {
  const count = { ok: 0, info: 0, warn: 0, fail: 0, unknown: 0, crash: 0 }
  for (const { finding } of answers) count[finding.status]++
  return count
}

/**
 * The exit code of `jail doctor`: 0 when nothing fails (warnings do not keep a jail from working), 1 with a failure,
 * 2 when nothing failed but something that decides could not be told.
 */
export function exitOf(answers: readonly Answer[]): ExitCode {
  const { fail, unknown, crash } = countOf(answers)
  if (fail > 0) return EXIT.findings
  return unknown + crash > 0 ? EXIT.unknown : EXIT.ok
}
