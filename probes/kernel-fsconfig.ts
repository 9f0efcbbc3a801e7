import { reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-fsconfig',
  claim: 'A file system cannot be configured by fsconfig (CVE-2022-0185).',
  guards: [{ row: ['fsconfig'] }],
  attempt: () => reachesKernel('fsconfig', -1, 0xffff),
})
