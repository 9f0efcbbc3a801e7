import { isOnHost } from '../src/verify/places.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'see-mnt',
  claim: 'Disks in /mnt are not there.',
  guards: [{ absence: '/mnt' }],
  hostFiles: true,
  attempt: () => isOnHost('/mnt'),
})
