import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs'
import { tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { holds } from '../src/verify/program.ts'

const FAR = 5 * 2 ** 30

export const probe = defineProbe({
  id: 'works-big-file',
  claim: 'A file of the project may be larger than 4 GiB.',
  guards: [],
  attempt: ({ project }) =>
    tried(() => {
      const path = `${project}/big`
      try {
        // One byte far behind: the rest is a hole that takes no room on the disk.
        const fd = openSync(path, 'w')
        writeSync(fd, new Uint8Array(1), 0, 1, FAR)
        closeSync(fd)
        return holds(statSync(path).size === FAR + 1, `${statSync(path).size} bytes`)
      } finally {
        rmSync(path, { force: true })
      }
    }),
})
