import { PID_GUARDS } from '../src/verify/filtered.ts'
import { readMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'see-process-arguments',
  claim: 'The arguments of a process outside cannot be read.',
  guards: PID_GUARDS,
  attempt: ({ witness, canary }) => readMark(`/proc/${witness.pid}/cmdline`, canary),
})
