import { reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-setns',
  claim: 'The namespaces of another process cannot be entered.',
  guards: [{ row: ['setns'] }],
  attempt: () => reachesKernel('setns', -1, 0),
})
