import { rmSync } from 'node:fs'
import { readMark, writeMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'persist-git-hook',
  claim: 'A hook cannot be planted in .git/hooks, where git would run it on the host.',
  guards: [{ op: './.git/hooks' }],
  plant: ({ project }) => rmSync(`${project}/.git/hooks/pre-commit`, { force: true }),
  attempt: ({ project, canary }) => writeMark(`${project}/.git/hooks/pre-commit`, `#!/bin/sh\n# ${canary}\n`),
  reached: ({ project, canary }) => readMark(`${project}/.git/hooks/pre-commit`, canary),
  fast: true,
})
