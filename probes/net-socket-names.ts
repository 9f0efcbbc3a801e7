import { readFileSync } from 'node:fs'
import { tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'net-socket-names',
  claim: 'The names of the unix sockets of the host cannot be seen.',
  guards: [{ word: '--unshare-net' }],
  networks: ['none'],
  attempt: ({ witness }) =>
    tried(() => {
      const worked = readFileSync('/proc/self/net/unix', 'utf8').includes(witness.abstract)
      return { worked, evidence: worked ? 'found the name' : 'the name is not in the table' }
    }),
})
