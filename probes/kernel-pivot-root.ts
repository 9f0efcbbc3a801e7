import { reachesInNamespace, USERNS_GUARDS } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-pivot-root',
  claim: 'The root of the file system cannot be changed in a namespace of its own.',
  guards: [...USERNS_GUARDS, { row: ['pivot_root'] }],
  attempt: () => reachesInNamespace('pivot_root'),
})
