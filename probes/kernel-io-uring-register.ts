import { isThere } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-io-uring-register',
  claim: 'A ring of io_uring cannot be changed.',
  guards: [{ row: ['io_uring_register'] }],
  attempt: () => isThere('io_uring_register', -1),
})
