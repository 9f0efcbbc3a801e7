import { systemCall } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

const SIGTERM = 15

export const probe = defineProbe({
  id: 'works-signal-code',
  claim: 'A command that a signal ended has the exit code 128 and the signal.',
  guards: [],
  alone: true,
  reached: (_, { code }) => ({ worked: code === 128 + SIGTERM, evidence: `exit code ${code}` }),
  attempt: () => systemCall('kill', process.pid, SIGTERM),
})
