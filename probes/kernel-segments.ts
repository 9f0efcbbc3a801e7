import { isThere } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-segments',
  claim: 'The calls of 16-bit and 32-bit programs for segments and libraries are not there.',
  guards: [{ row: ['modify_ldt', 'uselib'] }],
  arch: 'x64',
  attempt: () => {
    // To write a segment of no bytes.
    const segment = isThere('modify_ldt', 1)
    return segment.worked ? segment : isThere('uselib')
  },
})
