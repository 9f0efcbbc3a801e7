import { systemCall } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

const CODE = 7

export const probe = defineProbe({
  id: 'works-exit-code',
  claim: 'The exit code of the command comes through.',
  guards: [],
  alone: true,
  reached: (_, { code }) => ({ worked: code === CODE, evidence: `exit code ${code}` }),
  attempt: () => systemCall('exit_group', CODE),
})
