import { linkSync, rmSync } from 'node:fs'
import { readMark, tried, writeMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'works-shared-memory',
  claim: 'Shared memory and named semaphores can be made, as multiprocessing needs them.',
  guards: [],
  attempt: ({ canary }) =>
    tried(() => {
      // What sem_open(3) does: a file of its own in /dev/shm, and a link to it.
      const made = `/dev/shm/jail-probe-${crypto.randomUUID()}`
      try {
        const written = writeMark(made, canary)
        if (!written.worked) return written
        linkSync(made, `${made}-sem`)
        return readMark(`${made}-sem`, canary)
      } finally {
        rmSync(made, { force: true })
        rmSync(`${made}-sem`, { force: true })
      }
    }),
})
