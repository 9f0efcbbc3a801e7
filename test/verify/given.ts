import type { Judged, Verdict } from '../../src/verify/judge.ts'
import type { Attempt, Probe } from '../../src/verify/probe.ts'

/** A probe by its id, for tests that try nothing. */
export function probe(id: Probe['id'], more: Partial<Probe> = {}): Probe {
  return {
    id,
    claim: `The claim of ${id}.`,
    guards: [{ absence: '~/.ssh' }, { env: 'TOKEN' }],
    attempt: () => ({ worked: false, evidence: '' }),
    ...more,
  }
}

export const WORKED: Attempt = { worked: true, evidence: 'did it' }
export const FAILED: Attempt = { worked: false, evidence: 'EPERM' }

export function judged(id: Probe['id'], verdict: Verdict, reason = 'the reason'): Judged {
  return { probe: probe(id), verdict, reason }
}
