import { defineProbe } from '../src/verify/probe.ts'
import { PROC_READ_ONLY, writable } from '../src/verify/proc.ts'

export const probe = defineProbe({
  id: 'kernel-proc-pressure',
  claim: 'Nobody can make the kernel measure by /proc/pressure.',
  guards: [{ op: '/proc/pressure' }, ...PROC_READ_ONLY],
  attempt: () => writable('/proc/pressure/cpu'),
})
