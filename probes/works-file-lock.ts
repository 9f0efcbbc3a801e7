import { closeSync, openSync } from 'node:fs'
import { systemCall, tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { holds } from '../src/verify/program.ts'

/** LOCK_EX and LOCK_NB of flock(2). */
const ONLY_ME = 2 | 4

export const probe = defineProbe({
  id: 'works-file-lock',
  claim: 'A file can be locked, and a second lock is refused.',
  guards: [],
  attempt: ({ project }) =>
    tried(() => {
      const path = `${project}/lock`
      const [first, second] = [openSync(path, 'w'), openSync(path, 'w')]
      const locked = systemCall('flock', first, ONLY_ME)
      const again = systemCall('flock', second, ONLY_ME)
      for (const fd of [first, second]) closeSync(fd)
      return holds(locked.worked && !again.worked, `${locked.evidence}, ${again.evidence}`)
    }),
})
