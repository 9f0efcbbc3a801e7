import { inChild } from '../src/verify/fork.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** ptrace(2). */
const PTRACE_TRACEME = 0

export const probe = defineProbe({
  id: 'works-own-child-traced',
  claim: 'A process may be traced by its parent, as debuggers do.',
  guards: [],
  attempt: () => inChild([{ call: 'ptrace', args: [PTRACE_TRACEME] }]),
})
