import { defineProbe } from '../src/verify/probe.ts'
import { readable } from '../src/verify/proc.ts'

export const probe = defineProbe({
  id: 'kernel-proc-interrupts',
  claim: 'How often each device was used cannot be read in /proc/interrupts.',
  guards: [{ op: '/proc/interrupts' }],
  attempt: () => readable('/proc/interrupts'),
})
