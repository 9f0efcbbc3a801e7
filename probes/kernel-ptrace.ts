import { PID_GUARDS, ROOT_GUARDS } from '../src/verify/filtered.ts'
import { inChild } from '../src/verify/fork.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { byNumber } from '../src/verify/witness-number.ts'

/** It does not stop the process, and ends with the tracer (ptrace(2)). */
const PTRACE_SEIZE = 0x4206

export const probe = defineProbe({
  id: 'kernel-ptrace',
  claim: 'A process outside cannot be traced.',
  guards: [...ROOT_GUARDS, ...PID_GUARDS],
  attempt: (field) => byNumber(field, (pid) => inChild([{ call: 'ptrace', args: [PTRACE_SEIZE, pid] }])),
})
