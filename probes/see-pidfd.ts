import { closeSync } from 'node:fs'
import { PID_GUARDS } from '../src/verify/filtered.ts'
import { systemCall } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'see-pidfd',
  claim: 'A process outside cannot be opened by its number.',
  guards: PID_GUARDS,
  attempt: ({ witness }) => {
    const { worked, evidence, answer } = systemCall('pidfd_open', witness.pid, 0)
    if (worked) closeSync(answer)
    return { worked, evidence }
  },
})
