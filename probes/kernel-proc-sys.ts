import { closeSync, constants, openSync } from 'node:fs'
import { tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-proc-sys',
  claim: 'Settings of the kernel in /proc/sys cannot be written.',
  guards: [{ op: '/proc/sys' }],
  root: true,
  attempt: () =>
    tried(() => {
      // Opened and closed, never written.
      closeSync(openSync('/proc/sys/kernel/core_pattern', constants.O_WRONLY))
      return { worked: true, evidence: 'opened for writing' }
    }),
})
