import { connectMark } from '../src/verify/connect.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'net-unix-socket',
  claim: 'A unix socket outside of the project cannot be reached.',
  guards: [{ absence: '^' }],
  attempt: ({ witness, canary }) => connectMark({ unix: witness.socket }, canary),
})
