import { readFileSync } from 'node:fs'
import { ROOT_GUARDS } from '../src/verify/filtered.ts'
import { systemCall } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** SYSLOG_ACTION_SIZE_BUFFER: needs no buffer, and the same right as reading all (syslog(2)). */
const SIZE = 10
const RESTRICT = '/proc/sys/kernel/dmesg_restrict'

export const probe = defineProbe({
  id: 'kernel-log',
  claim: 'The log of the kernel cannot be read.',
  guards: [...ROOT_GUARDS, { row: ['syslog'] }],
  attempt: () => {
    const { worked, evidence } = systemCall('syslog', SIZE)
    if (worked || process.geteuid?.() === 0 || readFileSync(RESTRICT, 'utf8').trim() !== '1')
      return { worked, evidence }
    // To a user such a kernel is one without the call.
    return { worked, evidence: `${RESTRICT} is 1, as good as ENOSYS` }
  },
})
