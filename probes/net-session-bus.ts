import { connectMark } from '../src/verify/connect.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'net-session-bus',
  claim: 'The session bus, by which programs are started outside, cannot be reached.',
  guards: [{ absence: '^/run/bus' }],
  attempt: ({ witness, canary }) => connectMark({ unix: witness.sockets.bus }, canary),
})
