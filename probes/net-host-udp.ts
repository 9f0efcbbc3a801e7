import { askByUdp } from '../src/verify/connect.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'net-host-udp',
  claim: "A server for UDP on the host's loopback cannot be reached.",
  guards: [{ word: '--unshare-net' }],
  networks: ['none'],
  attempt: ({ witness, canary }) => askByUdp(witness.udp, canary),
})
