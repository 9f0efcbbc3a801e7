import { PID_GUARDS, ROOT_GUARDS } from '../src/verify/filtered.ts'
import { readMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { byNumber } from '../src/verify/witness-number.ts'

export const probe = defineProbe({
  id: 'see-process-environment',
  claim: 'The environment of a process outside cannot be read.',
  guards: [...ROOT_GUARDS, ...PID_GUARDS],
  attempt: (field) => byNumber(field, (pid) => readMark(`/proc/${pid}/environ`, field.canary)),
})
