import { PID_GUARDS } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { writable } from '../src/verify/proc.ts'

export const probe = defineProbe({
  id: 'kernel-proc-devices',
  claim: 'The settings of devices in /proc cannot be written.',
  guards: PID_GUARDS,
  root: true,
  attempt: () => writable('/proc/irq/default_smp_affinity'),
})
