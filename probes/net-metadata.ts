import { defineProbe } from '../src/verify/probe.ts'
import { hasRoute } from '../src/verify/route.ts'

export const probe = defineProbe({
  id: 'net-metadata',
  claim: 'The metadata address of a cloud machine, with its keys, has no way to it.',
  guards: [{ word: '--unshare-net' }],
  networks: ['none'],
  internet: true,
  attempt: () => hasRoute('169.254.169.254'),
})
