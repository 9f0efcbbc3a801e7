import { chmodSync, statSync } from 'node:fs'
import { tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { PROC_READ_ONLY } from '../src/verify/proc.ts'

const FILE = '/proc/loadavg'

export const probe = defineProbe({
  id: 'kernel-proc-modes',
  claim: 'Who may read a file of the kernel in /proc cannot be changed for the whole machine.',
  guards: PROC_READ_ONLY,
  root: true,
  attempt: () =>
    tried(() => {
      // To the mode that it has.
      chmodSync(FILE, statSync(FILE).mode & 0o777)
      return { worked: true, evidence: `changed the mode of ${FILE}` }
    }),
})
