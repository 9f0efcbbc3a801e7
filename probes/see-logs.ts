import { isOnHost } from '../src/verify/places.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'see-logs',
  claim: 'The logs of the machine are not there.',
  guards: [{ absence: '/var/log' }],
  hostFiles: true,
  attempt: () => isOnHost('/var/log'),
})
