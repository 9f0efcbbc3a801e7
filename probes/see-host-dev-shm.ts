import { isSamePlace } from '../src/verify/places.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'see-host-dev-shm',
  claim: 'The shared memory files of the host in /dev/shm are not there.',
  guards: [{ op: '/dev/shm' }, { absence: '/dev/shm' }],
  attempt: ({ witness }) => isSamePlace('/dev/shm', witness),
})
