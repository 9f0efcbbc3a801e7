import { ROOT_GUARDS } from '../src/verify/filtered.ts'
import { inChild } from '../src/verify/fork.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-hangup',
  claim: 'The terminal cannot be hung up for the programs of the host.',
  guards: [...ROOT_GUARDS, { row: ['vhangup'] }],
  root: true,
  // In a session without a terminal, so that nothing is hung up.
  attempt: () => inChild([{ call: 'setsid' }, { call: 'vhangup' }]),
})
