import { PID_GUARDS, ROOT_GUARDS } from '../src/verify/filtered.ts'
import { isThere } from '../src/verify/places.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { byNumber } from '../src/verify/witness-number.ts'

export const probe = defineProbe({
  id: 'see-process-files',
  claim: 'The files of a process outside cannot be reached through /proc/PID/root.',
  guards: [...ROOT_GUARDS, ...PID_GUARDS],
  attempt: (field) => byNumber(field, (pid) => isThere(`/proc/${pid}/root/`)),
})
