import { renameSync, rmSync } from 'node:fs'
import { plant } from '../src/verify/field.ts'
import { readMark, tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'write-rename',
  claim: 'No folder of the project can be moved into another project.',
  guards: [{ absence: '~', writable: true }],
  plant: ({ project, other, canary }) => {
    rmSync(`${other}/moved`, { recursive: true, force: true })
    plant(`${project}/movable/file`, canary)
  },
  attempt: ({ project, other }) =>
    tried(() => {
      renameSync(`${project}/movable`, `${other}/moved`)
      return { worked: true, evidence: `moved a folder to ${other}` }
    }),
  reached: ({ other, canary }) => readMark(`${other}/moved/file`, canary),
})
