import { connectMark } from '../src/verify/connect.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'net-docker-socket',
  claim: 'A Docker engine cannot be reached through its socket in the home folder.',
  guards: [{ absence: '~/.docker/run' }],
  attempt: ({ witness, canary }) => connectMark({ unix: witness.sockets.docker }, canary),
})
