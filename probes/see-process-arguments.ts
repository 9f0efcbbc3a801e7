import { PID_GUARDS } from '../src/verify/filtered.ts'
import { readMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { byNumber } from '../src/verify/witness-number.ts'

export const probe = defineProbe({
  id: 'see-process-arguments',
  claim: 'The arguments of a process outside cannot be read.',
  guards: PID_GUARDS,
  attempt: (field) => byNumber(field, (pid) => readMark(`/proc/${pid}/cmdline`, field.canary)),
})
