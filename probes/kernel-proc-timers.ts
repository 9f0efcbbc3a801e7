import { defineProbe } from '../src/verify/probe.ts'
import { readable } from '../src/verify/proc.ts'

export const probe = defineProbe({
  id: 'kernel-proc-timers',
  claim: 'The timers of the machine, with their processes, cannot be read.',
  guards: [{ op: '/proc/timer_list' }],
  root: true,
  attempt: () => readable('/proc/timer_list'),
})
