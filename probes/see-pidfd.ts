import { closeSync } from 'node:fs'
import { PID_GUARDS } from '../src/verify/filtered.ts'
import { systemCall } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { byNumber } from '../src/verify/witness-number.ts'

export const probe = defineProbe({
  id: 'see-pidfd',
  claim: 'A process outside cannot be opened by its number.',
  guards: PID_GUARDS,
  attempt: (field) =>
    byNumber(field, (pid) => {
      const { worked, evidence, answer } = systemCall('pidfd_open', pid, 0)
      if (worked) closeSync(answer)
      return { worked, evidence }
    }),
})
