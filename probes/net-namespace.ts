import { isSameNamespace } from '../src/verify/places.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'net-namespace',
  claim: 'The box has a network of its own.',
  guards: [{ word: '--unshare-net' }],
  networks: ['none'],
  attempt: ({ witness }) => isSameNamespace('net', witness),
})
