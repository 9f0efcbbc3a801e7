import { chmodSync, statSync } from 'node:fs'
import { tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

const DEVICE = '/dev/full'

export const probe = defineProbe({
  id: 'kernel-device-modes',
  claim: 'Who may use the devices of the host cannot be changed.',
  guards: [],
  known:
    'Root owns the devices of the host, and this root may not make a namespace of mounts in which they are read-only.',
  root: true,
  attempt: () =>
    tried(() => {
      // To the mode that it has.
      chmodSync(DEVICE, statSync(DEVICE).mode & 0o777)
      return { worked: true, evidence: `changed the mode of ${DEVICE}` }
    }),
})
