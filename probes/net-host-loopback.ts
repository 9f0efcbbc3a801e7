import { connectMark } from '../src/verify/connect.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'net-host-loopback',
  claim: "A server on the host's loopback cannot be reached.",
  guards: [{ word: '--unshare-net' }],
  networks: ['none'],
  attempt: ({ witness, canary }) => connectMark({ hostname: '127.0.0.1', port: witness.tcp }, canary),
})
