import { defineProbe } from '../src/verify/probe.ts'
import { findWritable } from '../src/verify/writable.ts'

export const probe = defineProbe({
  id: 'persist-jail-program',
  claim: 'The program of jail itself is read-only.',
  guards: [{ absence: 'jail', writable: true }],
  // A program that runs cannot be opened for writing (ETXTBSY), so the mount is asked.
  attempt: () => findWritable([process.execPath]),
  fast: true,
})
