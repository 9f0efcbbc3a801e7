import { connectMark } from '../src/verify/connect.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'net-wayland',
  claim: 'The screen cannot be reached through the socket of Wayland.',
  guards: [{ absence: '^/run/wayland-0' }],
  attempt: ({ witness, canary }) => connectMark({ unix: witness.sockets.wayland }, canary),
})
