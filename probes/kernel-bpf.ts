import { reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-bpf',
  claim: 'The kernel is not even asked to load a BPF program.',
  guards: [{ row: ['bpf'] }],
  attempt: () => reachesKernel('bpf', 0xffff),
})
