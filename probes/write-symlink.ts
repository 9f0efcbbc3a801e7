import { rmSync, symlinkSync } from 'node:fs'
import { plant } from '../src/verify/field.ts'
import { readMark, tried, writeMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'write-symlink',
  claim: 'Nothing can be written outside by a symbolic link made in the project.',
  guards: [{ absence: '~/../outside', writable: true }],
  plant: ({ project, outside }) => {
    rmSync(`${project}/link-out`, { force: true })
    plant(`${outside}/by-link`, '')
  },
  attempt: ({ project, outside, canary }) =>
    tried(() => {
      symlinkSync(outside, `${project}/link-out`)
      return writeMark(`${project}/link-out/by-link`, canary)
    }),
  reached: ({ outside, canary }) => readMark(`${outside}/by-link`, canary),
})
