import { isThere } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-io-uring',
  claim: 'io_uring, which goes round a filter of system calls, is not there.',
  guards: [{ row: ['io_uring_setup'] }],
  attempt: () => isThere('io_uring_setup'),
})
