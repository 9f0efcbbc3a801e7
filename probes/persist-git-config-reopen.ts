import { closeSync, openSync } from 'node:fs'
import { makeGitFolder } from '../src/verify/field.ts'
import { appendMark, readMark, tried } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'persist-git-config-reopen',
  claim: '.git/config cannot be opened for reading and then opened again for writing by /proc/self/fd.',
  guards: [{ op: './reopened/.git/config' }],
  plant: ({ project }) => makeGitFolder(`${project}/reopened/.git`),
  attempt: ({ project, canary }) =>
    tried(() => {
      const fd = openSync(`${project}/reopened/.git/config`, 'r')
      try {
        return appendMark(`/proc/self/fd/${fd}`, `# ${canary}\n`)
      } finally {
        closeSync(fd)
      }
    }),
  reached: ({ project, canary }) => readMark(`${project}/reopened/.git/config`, canary),
})
