import { reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-mount-setattr',
  claim: 'A mount cannot be made writable by mount_setattr.',
  guards: [{ row: ['mount_setattr'] }],
  attempt: () => reachesKernel('mount_setattr', -1, 0, 0xffff0000),
})
