import { ROOT_GUARDS, reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-reboot',
  claim: 'The machine cannot be restarted by reboot.',
  guards: [...ROOT_GUARDS, { row: ['reboot'] }],
  root: true,
  attempt: () => reachesKernel('reboot', 0, 0, 0),
})
