import { reachesInNamespace, USERNS_GUARDS } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-move-mount',
  claim: 'A mount cannot be moved by move_mount.',
  guards: [...USERNS_GUARDS, { row: ['move_mount'] }],
  attempt: () => reachesInNamespace('move_mount', -1, 0, -1, 0, 0xffff0000),
})
