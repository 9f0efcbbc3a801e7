import { isOnHost } from '../src/verify/places.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'see-machine-id',
  claim: 'The id of the machine is not there.',
  guards: [{ absence: '/etc/machine-id' }],
  attempt: () => isOnHost('/etc/machine-id'),
})
