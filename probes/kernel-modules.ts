import { ROOT_GUARDS, reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-modules',
  claim: 'No kernel module can be loaded.',
  guards: [...ROOT_GUARDS, { row: ['init_module', 'finit_module'] }],
  root: true,
  attempt: () => reachesKernel('init_module'),
})
