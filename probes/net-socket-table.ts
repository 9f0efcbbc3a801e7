import { readFileSync } from 'node:fs'
import { tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'net-socket-table',
  claim: 'The open ports of the host cannot be seen.',
  guards: [{ word: '--unshare-net' }],
  networks: ['none'],
  attempt: ({ witness }) =>
    tried(() => {
      const port = witness.tcp.toString(16).toUpperCase().padStart(4, '0')
      const worked = readFileSync('/proc/self/net/tcp', 'utf8').includes(`0100007F:${port}`)
      return { worked, evidence: worked ? 'found the port' : 'the port is not in the table' }
    }),
})
