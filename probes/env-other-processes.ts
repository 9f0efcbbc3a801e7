import { readMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { firstThatWorks, otherProcesses } from '../src/verify/processes.ts'

export const probe = defineProbe({
  id: 'env-other-processes',
  claim:
    'No secret of the caller stands in the environment of any other process that can be seen, the first one included.',
  guards: [{ env: 'ACME_DEPLOY_KEY' }],
  attempt: ({ canary }) =>
    firstThatWorks(otherProcesses().map((pid) => () => readMark(`/proc/${pid}/environ`, canary))),
})
