import { PID_GUARDS } from '../src/verify/filtered.ts'
import { systemCall } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { byNumber } from '../src/verify/witness-number.ts'

export const probe = defineProbe({
  id: 'see-signal',
  claim: 'No signal can be sent to a process outside.',
  guards: PID_GUARDS,
  attempt: (field) => byNumber(field, (pid) => systemCall('kill', pid, 0)),
})
