import { readFileSync } from 'node:fs'
import { tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

const ROOT = 0
const NOGROUP = 65534

export const probe = defineProbe({
  id: 'see-groups',
  claim: 'No group of the host is known inside but yours.',
  guards: [{ op: '/etc/group' }, { absence: '/etc/group' }],
  hostFiles: true,
  attempt: () =>
    tried(() => {
      const own = [ROOT, NOGROUP, process.getgid?.(), ...(process.getgroups?.() ?? [])].map(String)
      const lines = readFileSync('/etc/group', 'utf8')
        .split('\n')
        .filter((line) => line !== '')
      const more = lines.filter((line) => !own.includes(line.split(':')[2] ?? ''))
      return { worked: more.length > 0, evidence: more.slice(0, 3).join(' ') || 'no others' }
    }),
})
