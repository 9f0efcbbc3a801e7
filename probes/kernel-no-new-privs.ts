import { defineProbe } from '../src/verify/probe.ts'
import { statusOf } from '../src/verify/status.ts'

export const probe = defineProbe({
  id: 'kernel-no-new-privs',
  claim: 'Programs that are setuid give no rights.',
  guards: [{ code: 'bwrap always sets it', test: 'test/e2e/boundary.test.ts' }],
  attempt: () => {
    const set = statusOf('NoNewPrivs')
    return { worked: set === '0', evidence: `NoNewPrivs ${set}` }
  },
})
