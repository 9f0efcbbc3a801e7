import { defineProbe } from '../src/verify/probe.ts'
import { findWritable } from '../src/verify/writable.ts'

export const probe = defineProbe({
  id: 'write-programs',
  claim: 'The folders of installed programs are read-only, for root too.',
  guards: [{ absence: '/usr', writable: true }],
  hostFiles: true,
  attempt: () => findWritable(['/usr', '/usr/local', '/opt', '/nix/store', '/snap']),
  fast: true,
})
