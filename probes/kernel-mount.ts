import { reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-mount',
  claim: 'The kernel is not even asked to mount a file system.',
  guards: [{ row: ['mount'] }],
  attempt: () => reachesKernel('mount'),
})
