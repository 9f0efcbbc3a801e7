import { isSamePlace } from '../src/verify/places.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'see-host-run',
  claim: "The host's /run, with the sockets of its services, is not there.",
  guards: [{ op: '/run' }, { absence: '/run' }],
  attempt: ({ witness }) => isSamePlace('/run', witness),
})
