import { isThere } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-io-uring-enter',
  claim: 'A ring of io_uring that was handed over cannot be used.',
  guards: [{ row: ['io_uring_enter'] }],
  attempt: () => isThere('io_uring_enter', -1),
})
