import { connectMark } from '../src/verify/connect.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'net-gpg-agent',
  claim: 'The agent that holds your GnuPG keys cannot be reached.',
  guards: [{ absence: '~/.gnupg' }],
  attempt: ({ witness, canary }) => connectMark({ unix: witness.sockets.gpg }, canary),
})
