import { linkSync, rmSync } from 'node:fs'
import { plant } from '../src/verify/field.ts'
import { appendMark, readMark, tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'write-hardlink',
  claim: 'No file outside can be changed by a hard link made in the project.',
  // Of the folder above both: link(2) refuses to go from one mount to another, even of the same file system.
  guards: [{ absence: '~/..', writable: true }],
  plant: ({ project, outside }) => {
    rmSync(`${project}/hard-link`, { force: true })
    plant(`${outside}/by-hard-link`, '')
  },
  attempt: ({ project, outside, canary }) =>
    tried(() => {
      linkSync(`${outside}/by-hard-link`, `${project}/hard-link`)
      return appendMark(`${project}/hard-link`, canary)
    }),
  reached: ({ outside, canary }) => readMark(`${outside}/by-hard-link`, canary),
})
