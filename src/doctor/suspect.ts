import type { Live, Mend } from '../host/live.ts'
import { type Finding, fail, info, ok } from './finding.ts'

/** Something that keeps the jail from starting on some machines and on others does not. */
export type Suspect = {
  /** What it is, when it is there. */
  readonly seen: string
  readonly means: string
  readonly mend: Mend
  /** The ids of causes that a failed start has when this is to blame (src/diagnose). */
  readonly causes: readonly string[]
}

/**
 * A suspect is judged by the real start: fine when that works, to blame when that failed for it, and otherwise only
 * worth knowing, so that one failed start points at one thing to mend.
 */
export function judgeSuspect({ seen, means, mend, causes }: Suspect, live: Live): Finding {
  if (live.state === 'works') return ok(`${seen}; the jail starts all the same`)
  if (live.state === 'refused')
    return live.leastWorks
      ? ok(`${seen}; bubblewrap starts all the same`)
      : info(seen, `nothing could be started to tell whether it matters. If it does: ${means}`, mend.url)
  return causes.includes(live.cause)
    ? fail(seen, means, mend)
    : info(seen, `not what failed here, but perhaps the next thing: ${means}`, mend.url)
}

/** Whether the real start failed for one of these causes. */
export function isBlamed(live: Live, causes: readonly string[]): boolean {
  return live.state === 'fails' && causes.includes(live.cause)
}

/**
 * What only a start can show, judged by one that failed for it or got further. Where none could be tried it is unknown.
 */
export function judgeByStart(suspect: Suspect, fine: string, live: Live): Finding {
  if (isBlamed(live, suspect.causes)) return fail(suspect.seen, suspect.means, suspect.mend)
  if (live.state === 'works' || (live.state === 'refused' && live.leastWorks)) return ok(fine)
  if (live.state === 'refused')
    return { status: 'unknown', seen: `nothing could be started: ${live.sentence}` }
  return ok('not what keeps the jail from starting here')
}
