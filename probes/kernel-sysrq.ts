import { closeSync, constants, existsSync, openSync } from 'node:fs'
import { PID_GUARDS } from '../src/verify/filtered.ts'
import { tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-sysrq',
  claim: 'The machine cannot be restarted through /proc/sysrq-trigger.',
  guards: PID_GUARDS,
  root: true,
  attempt: () =>
    tried(() => {
      if (!existsSync('/proc/sysrq-trigger')) return { worked: false, evidence: 'ENOSYS' }
      // Opened and closed, never written.
      closeSync(openSync('/proc/sysrq-trigger', constants.O_WRONLY))
      return { worked: true, evidence: 'opened for writing' }
    }),
})
