import { lookup } from 'node:dns/promises'
import { triedLater } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { holds } from '../src/verify/program.ts'

export const probe = defineProbe({
  id: 'works-localhost',
  claim: 'The name localhost leads to the loopback.',
  guards: [],
  attempt: () =>
    triedLater(async () => {
      const { address } = await lookup('localhost')
      return holds(address.startsWith('127.') || address === '::1', address)
    }),
})
