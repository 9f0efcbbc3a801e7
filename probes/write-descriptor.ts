import { readdirSync } from 'node:fs'
import { plant } from '../src/verify/field.ts'
import { readMark, writeMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'
import { firstThatWorks } from '../src/verify/processes.ts'

export const probe = defineProbe({
  id: 'write-descriptor',
  claim: 'An open folder of the caller is not passed on, so that nothing can be written in it.',
  guards: [{ code: 'sealDescriptors', test: 'test/verify/descriptor.test.ts' }],
  plant: ({ outside, canary }) => {
    plant(`${outside}/is-outside`, canary)
    plant(`${outside}/by-descriptor`, '')
  },
  // `jail verify` has the folder open whenever it starts something.
  attempt: ({ canary }) =>
    firstThatWorks(
      readdirSync('/proc/self/fd').map((fd) => () => {
        const found = readMark(`/proc/self/fd/${fd}/is-outside`, canary)
        return found.worked ? writeMark(`/proc/self/fd/${fd}/by-descriptor`, canary) : found
      }),
    ),
  reached: ({ outside, canary }) => readMark(`${outside}/by-descriptor`, canary),
})
