import { defineProbe } from '../src/verify/probe.ts'
import { PROC_READ_ONLY, writable } from '../src/verify/proc.ts'

export const probe = defineProbe({
  id: 'kernel-proc-sys',
  claim: 'Settings of the kernel in /proc/sys cannot be written.',
  guards: PROC_READ_ONLY,
  root: true,
  attempt: () => writable('/proc/sys/kernel/core_pattern'),
})
