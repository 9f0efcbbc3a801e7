import { closeSync } from 'node:fs'
import { systemCall } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** What any user may ask for, since Linux 5.11 (userfaultfd(2)). */
const UFFD_USER_MODE_ONLY = 1

export const probe = defineProbe({
  id: 'kernel-userfaultfd',
  claim: 'Page faults cannot be stopped by userfaultfd.',
  guards: [{ row: ['userfaultfd'] }],
  attempt: () => {
    const { worked, evidence, answer } = systemCall('userfaultfd', UFFD_USER_MODE_ONLY)
    if (worked) closeSync(answer)
    return { worked, evidence }
  },
})
