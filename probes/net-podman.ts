import { connectMark } from '../src/verify/connect.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'net-podman',
  claim: 'A Podman engine cannot be reached through its socket.',
  guards: [{ absence: '^/run/podman' }],
  attempt: ({ witness, canary }) => connectMark({ unix: witness.sockets.podman }, canary),
})
