import { connectMark } from '../src/verify/connect.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'net-abstract-socket',
  claim: 'An abstract unix socket of the host, as X11 and D-Bus have some, cannot be reached.',
  guards: [{ word: '--unshare-net' }],
  networks: ['none'],
  attempt: ({ witness, canary }) => connectMark({ unix: `\0${witness.abstract}` }, canary),
})
