import { defineProbe } from '../src/verify/probe.ts'
import { readable } from '../src/verify/proc.ts'

export const probe = defineProbe({
  id: 'kernel-proc-keys',
  claim: 'The names of the keys that the caller has in the kernel cannot be read.',
  guards: [{ op: '/proc/keys' }],
  attempt: () => readable('/proc/keys'),
})
