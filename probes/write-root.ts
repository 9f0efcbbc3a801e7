import { defineProbe } from '../src/verify/probe.ts'
import { findWritable } from '../src/verify/writable.ts'

export const probe = defineProbe({
  id: 'write-root',
  claim: 'The root of the box and /etc are read-only, for root too.',
  guards: [{ op: '/' }],
  hostFiles: true,
  attempt: () => findWritable(['/', '/etc', '/var', '/home']),
  fast: true,
})
