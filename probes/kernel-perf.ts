import { reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-perf',
  claim: 'The kernel is not even asked to measure.',
  guards: [{ row: ['perf_event_open'] }],
  attempt: () => reachesKernel('perf_event_open', 0, 0, -1, -1, 0xffff0000),
})
