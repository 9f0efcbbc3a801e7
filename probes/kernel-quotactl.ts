import { reachesKernel } from '../src/verify/filtered.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'kernel-quotactl',
  claim: 'The quotas of the host cannot be asked for.',
  guards: [{ row: ['quotactl', 'quotactl_fd'] }],
  attempt: () => {
    const old = reachesKernel('quotactl', 0xff)
    return old.worked ? old : reachesKernel('quotactl_fd', -1)
  },
})
