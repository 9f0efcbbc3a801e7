import { isSameNamespace } from '../src/verify/places.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'see-ipc-namespace',
  claim: 'The box has a namespace of its own for System V shared memory and message queues.',
  guards: [{ word: '--unshare-ipc' }],
  attempt: ({ witness }) => isSameNamespace('ipc', witness),
})
