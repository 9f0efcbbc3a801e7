import { ROOT_GUARDS, reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-module-removal',
  claim: 'No kernel module can be removed.',
  guards: [...ROOT_GUARDS, { row: ['delete_module'] }],
  root: true,
  attempt: () => reachesKernel('delete_module'),
})
