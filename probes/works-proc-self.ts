import { readFileSync, readlinkSync } from 'node:fs'
import { tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { holds } from '../src/verify/program.ts'

export const probe = defineProbe({
  id: 'works-proc-self',
  claim: 'A program finds itself and its memory map in /proc/self.',
  guards: [],
  attempt: () =>
    tried(() => {
      const exe = readlinkSync('/proc/self/exe')
      return holds(exe === process.execPath && readFileSync('/proc/self/maps', 'utf8').includes(exe), exe)
    }),
})
