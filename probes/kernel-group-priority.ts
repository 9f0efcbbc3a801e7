import { inChild } from '../src/verify/fork.ts'
import { defineProbe } from '../src/verify/probe.ts'

const PRIO_PGRP = 1
const LOWEST = 19

export const probe = defineProbe({
  id: 'kernel-group-priority',
  claim: 'The priority of the own process group, in which programs of the host are, cannot be set.',
  guards: [{ row: ['setpriority'] }],
  // In a session of its own, so that nobody's priority but that of the child changes.
  attempt: () => inChild([{ call: 'setsid' }, { call: 'setpriority', args: [PRIO_PGRP, 0, LOWEST] }]),
})
