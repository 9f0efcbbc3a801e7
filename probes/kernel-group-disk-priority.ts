import { inChild } from '../src/verify/fork.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** linux/ioprio.h. */
const IOPRIO_WHO_PGRP = 2
const BEST_EFFORT_LOWEST = 0x4007

export const probe = defineProbe({
  id: 'kernel-group-disk-priority',
  claim:
    'The priority at the disk of the own process group, in which programs of the host are, cannot be set.',
  guards: [{ row: ['ioprio_set'] }],
  // In a session of its own, so that nobody's priority but that of the child changes.
  attempt: () =>
    inChild([{ call: 'setsid' }, { call: 'ioprio_set', args: [IOPRIO_WHO_PGRP, 0, BEST_EFFORT_LOWEST] }]),
})
