import { reachesInNamespace, USERNS_GUARDS } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-fsopen',
  claim: 'A file system cannot be opened by fsopen.',
  guards: [...USERNS_GUARDS, { row: ['fsopen'] }],
  attempt: () => reachesInNamespace('fsopen'),
})
