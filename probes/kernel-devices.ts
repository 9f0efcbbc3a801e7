import { readdirSync } from 'node:fs'
import { tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** What bwrap(1) makes for --dev. */
const MINIMAL = [
  ...['null', 'zero', 'full', 'random', 'urandom', 'tty', 'console', 'ptmx', 'pts', 'shm'],
  ...['fd', 'stdin', 'stdout', 'stderr', 'core'],
]

export const probe = defineProbe({
  id: 'kernel-devices',
  claim: 'No devices are there but the few that every program may use.',
  guards: [{ op: '/dev' }, { absence: '/dev' }],
  attempt: () =>
    tried(() => {
      const more = readdirSync('/dev').filter((name) => !MINIMAL.includes(name))
      return { worked: more.length > 0, evidence: more.slice(0, 5).join(' ') || 'only the minimal ones' }
    }),
})
