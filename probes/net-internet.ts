import { defineProbe } from '../src/verify/probe.ts'
import { hasRoute } from '../src/verify/route.ts'

export const probe = defineProbe({
  id: 'net-internet',
  claim: 'There is no way to the internet.',
  guards: [{ word: '--unshare-net' }],
  networks: ['none'],
  internet: true,
  attempt: () => hasRoute('1.1.1.1'),
})
