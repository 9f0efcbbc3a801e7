import { isSamePlace } from '../src/verify/places.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'see-host-var-tmp',
  claim: "The host's /var/tmp is not there.",
  guards: [{ op: '/var/tmp' }, { absence: '/var/tmp' }],
  attempt: ({ witness }) => isSamePlace('/var/tmp', witness),
})
