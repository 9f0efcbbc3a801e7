import { isSameNamespace } from '../src/verify/places.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'see-cgroup-namespace',
  claim: 'The box has a namespace of its own for control groups.',
  guards: [{ word: '--unshare-cgroup-try' }],
  attempt: ({ witness }) => isSameNamespace('cgroup', witness),
})
