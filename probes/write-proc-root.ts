import { plant } from '../src/verify/field.ts'
import { readMark, writeMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'write-proc-root',
  claim: 'Nothing can be written outside by way of /proc/self/root.',
  guards: [{ absence: '~/../outside', writable: true }],
  plant: ({ outside }) => plant(`${outside}/by-root`, ''),
  attempt: ({ outside, canary }) => writeMark(`/proc/self/root${outside}/by-root`, canary),
  reached: ({ outside, canary }) => readMark(`${outside}/by-root`, canary),
})
