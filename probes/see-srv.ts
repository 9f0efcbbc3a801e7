import { isOnHost } from '../src/verify/places.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'see-srv',
  claim: 'Data of servers in /srv is not there.',
  guards: [{ absence: '/srv' }],
  hostFiles: true,
  attempt: () => isOnHost('/srv'),
})
