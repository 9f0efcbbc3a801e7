import { plant } from '../src/verify/field.ts'
import { readMark, writeMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { firstThatWorks, otherProcesses } from '../src/verify/processes.ts'

export const probe = defineProbe({
  id: 'write-proc-others-root',
  claim:
    'Nothing can be written outside by way of the root of any process that can be seen, the first one included.',
  guards: [{ absence: '~/../outside', writable: true }],
  plant: ({ outside }) => plant(`${outside}/by-root-of-others`, ''),
  attempt: ({ outside, canary }) =>
    firstThatWorks(
      otherProcesses().map((pid) => () => writeMark(`/proc/${pid}/root${outside}/by-root-of-others`, canary)),
    ),
  reached: ({ outside, canary }) => readMark(`${outside}/by-root-of-others`, canary),
})
