import { plant } from '../src/verify/field.ts'
import { readMark, writeMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { firstThatWorks, otherProcesses } from '../src/verify/processes.ts'

/** More folders up than any current folder is deep: `..` of the root is the root. */
const UP = '/..'.repeat(40)

export const probe = defineProbe({
  id: 'write-proc-others-cwd',
  claim: 'Nothing can be written outside by way of the current folder of any process that can be seen.',
  guards: [{ absence: '~/../outside', writable: true }],
  plant: ({ outside }) => plant(`${outside}/by-cwd-of-others`, ''),
  attempt: ({ outside, canary }) =>
    firstThatWorks(
      otherProcesses().map(
        (pid) => () => writeMark(`/proc/${pid}/cwd${UP}${outside}/by-cwd-of-others`, canary),
      ),
    ),
  reached: ({ outside, canary }) => readMark(`${outside}/by-cwd-of-others`, canary),
})
