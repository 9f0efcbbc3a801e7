import { reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-request-key',
  claim: 'No key can be asked for.',
  guards: [{ row: ['request_key'] }],
  attempt: () => reachesKernel('request_key'),
})
