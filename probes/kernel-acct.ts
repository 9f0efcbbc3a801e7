import { ROOT_GUARDS, reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-acct',
  claim: 'The commands of the machine cannot be written down.',
  guards: [...ROOT_GUARDS, { row: ['acct'] }],
  root: true,
  attempt: () => reachesKernel('acct', 8),
})
