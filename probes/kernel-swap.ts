import { reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-swap',
  claim: 'The kernel is not even asked to use a file as swap space.',
  guards: [{ row: ['swapon'] }],
  attempt: () => reachesKernel('swapon', 0, 0xffffff),
})
