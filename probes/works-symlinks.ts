import { rmSync, symlinkSync } from 'node:fs'
import { plant } from '../src/verify/field.ts'
import { readMark, tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'works-symlinks',
  claim: 'Symbolic links in the project can be made and followed.',
  guards: [],
  plant: ({ project, canary }) => plant(`${project}/linked/file`, canary),
  attempt: ({ project, canary }) =>
    tried(() => {
      rmSync(`${project}/link`, { force: true })
      symlinkSync('linked', `${project}/link`)
      return readMark(`${project}/link/file`, canary)
    }),
})
