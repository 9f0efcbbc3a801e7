import { connectMark } from '../src/verify/connect.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'net-pulse',
  claim: 'The microphone cannot be reached through the socket of PulseAudio.',
  guards: [{ absence: '^/run/pulse' }],
  attempt: ({ witness, canary }) => connectMark({ unix: witness.sockets.pulse }, canary),
})
