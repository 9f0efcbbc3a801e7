import { readFileSync } from 'node:fs'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'see-hostname',
  claim: 'The name of the host cannot be seen.',
  guards: [{ word: '--hostname' }],
  attempt: ({ witness }) => {
    const name = readFileSync('/proc/sys/kernel/hostname', 'utf8').trim()
    return { worked: name === witness.hostname, evidence: name }
  },
})
