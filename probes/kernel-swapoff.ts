import { ROOT_GUARDS, reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-swapoff',
  claim: 'Swap space cannot be taken away.',
  guards: [...ROOT_GUARDS, { row: ['swapoff'] }],
  root: true,
  attempt: () => reachesKernel('swapoff'),
})
