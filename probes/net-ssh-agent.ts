import { connectMark } from '../src/verify/connect.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'net-ssh-agent',
  claim: 'An agent that holds your ssh keys cannot be reached below ~/.ssh.',
  guards: [{ absence: '~/.ssh/agent' }],
  attempt: ({ witness, canary }) => connectMark({ unix: witness.sockets.ssh }, canary),
})
