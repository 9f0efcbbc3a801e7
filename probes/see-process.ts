import { PID_GUARDS } from '../src/verify/filtered.ts'
import { isThere } from '../src/verify/places.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { byNumber } from '../src/verify/witness-number.ts'

export const probe = defineProbe({
  id: 'see-process',
  claim: 'A process outside is not in /proc.',
  guards: PID_GUARDS,
  attempt: (field) => byNumber(field, (pid) => isThere(`/proc/${pid}/stat`)),
})
