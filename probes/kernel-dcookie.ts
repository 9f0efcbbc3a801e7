import { ROOT_GUARDS, reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-dcookie',
  claim: 'The names of files that a profiler saw cannot be asked for.',
  guards: [...ROOT_GUARDS, { row: ['lookup_dcookie'] }],
  root: true,
  attempt: () => reachesKernel('lookup_dcookie'),
})
