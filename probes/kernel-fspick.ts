import { reachesInNamespace, USERNS_GUARDS } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-fspick',
  claim: 'A mounted file system cannot be reconfigured by fspick.',
  guards: [...USERNS_GUARDS, { row: ['fspick'] }],
  attempt: () => reachesInNamespace('fspick', -1, 0, 0xffff),
})
