import { ROOT_GUARDS } from '../src/verify/filtered.ts'
import { inChild } from '../src/verify/fork.ts'
import { defineProbe } from '../src/verify/probe.ts'

const NOBODY = 65534

export const probe = defineProbe({
  id: 'kernel-setuid',
  claim: 'Nobody can become another user.',
  guards: ROOT_GUARDS,
  root: true,
  attempt: () => inChild([{ call: 'setuid', args: [NOBODY] }]),
})
