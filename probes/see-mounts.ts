import { readFileSync } from 'node:fs'
import { tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** The fifth field (proc_pid_mountinfo(5)). */
const MOUNT_POINT = 4

export const probe = defineProbe({
  id: 'see-mounts',
  claim: 'File systems of the host that are no part of the box are not in its table of mounts.',
  guards: [{ absence: '/sys' }],
  attempt: () =>
    tried(() => {
      const points = readFileSync('/proc/self/mountinfo', 'utf8')
        .split('\n')
        .map((line) => line.split(' ')[MOUNT_POINT] ?? '')
      const found = points.filter(
        (point) => point === '/sys' || point.startsWith('/sys/') || point === '/boot',
      )
      return { worked: found.length > 0, evidence: found.slice(0, 3).join(' ') || 'none of them' }
    }),
})
