import { ROOT_GUARDS, reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-kexec',
  claim: 'Another kernel cannot be started.',
  guards: [...ROOT_GUARDS, { row: ['kexec_load'] }],
  root: true,
  attempt: () => reachesKernel('kexec_load', 0, 0xffff, 0, 0xffff),
})
