import { readMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'env-own-process',
  claim: 'No secret of the caller stands in the environment that the kernel keeps of the command.',
  guards: [{ env: 'ACME_DEPLOY_KEY' }],
  attempt: ({ canary }) => readMark('/proc/self/environ', canary),
  fast: true,
})
