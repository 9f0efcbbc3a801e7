import { defineProbe } from '../src/verify/probe.ts'
import { readable } from '../src/verify/proc.ts'

export const probe = defineProbe({
  id: 'kernel-proc-symbols',
  claim: 'Where the kernel has its code cannot be read.',
  guards: [{ op: '/proc/kallsyms' }],
  attempt: () => readable('/proc/kallsyms'),
})
