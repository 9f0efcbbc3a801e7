import { reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-umount',
  claim: 'The kernel is not even asked to take a mount away.',
  guards: [{ row: ['umount2'] }],
  attempt: () => reachesKernel('umount2', 0, 0xffff),
})
