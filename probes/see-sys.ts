import { isOnHost } from '../src/verify/places.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'see-sys',
  claim: 'The devices and drivers of the machine in /sys cannot be seen.',
  guards: [{ absence: '/sys' }],
  attempt: () => isOnHost('/sys'),
})
