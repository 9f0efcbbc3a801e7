import { reachesInNamespace, USERNS_GUARDS } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-fsmount',
  claim: 'A mount cannot be made by fsmount.',
  guards: [...USERNS_GUARDS, { row: ['fsmount'] }],
  attempt: () => reachesInNamespace('fsmount', -1, 0xffff),
})
