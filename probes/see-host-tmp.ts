import { isSamePlace } from '../src/verify/places.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'see-host-tmp',
  claim: "The host's /tmp, with the sockets of X11 and tmux, is not there.",
  guards: [{ op: '/tmp' }, { absence: '/tmp' }],
  attempt: ({ witness }) => isSamePlace('/tmp', witness),
})
