import { isOnHost } from '../src/verify/places.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'see-shadow',
  claim: 'The file of password hashes is not there.',
  guards: [{ absence: '/etc/shadow' }],
  hostFiles: true,
  attempt: () => isOnHost('/etc/shadow'),
})
