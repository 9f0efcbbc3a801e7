import { renameSync, rmSync, writeFileSync } from 'node:fs'
import { readMark, tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

const FILE = '.git/commondir'

export const probe = defineProbe({
  id: 'persist-git-commondir',
  claim: 'No .git/commondir can be made, which would lead git to other settings and hooks.',
  guards: [{ op: './.git/commondir' }],
  plant: ({ project }) => rmSync(`${project}/${FILE}`, { force: true }),
  // By rename, since jail takes away at the end the file that it has put there itself.
  attempt: ({ project, canary }) =>
    tried(() => {
      writeFileSync(`${project}/${FILE}.new`, `/nonexistent/${canary}\n`)
      renameSync(`${project}/${FILE}.new`, `${project}/${FILE}`)
      return { worked: true, evidence: `made ${FILE}` }
    }),
  reached: ({ project, canary }) => readMark(`${project}/${FILE}`, canary),
})
