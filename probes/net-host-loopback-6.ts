import { connectMark } from '../src/verify/connect.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'net-host-loopback-6',
  claim: "A server on the host's IPv6 loopback cannot be reached.",
  guards: [{ word: '--unshare-net' }],
  networks: ['none'],
  attempt: ({ witness, canary }) =>
    witness.tcp6 === undefined
      ? { worked: false, evidence: 'no IPv6, as good as ENOSYS' }
      : connectMark({ hostname: '::1', port: witness.tcp6 }, canary),
})
