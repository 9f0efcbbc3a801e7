import { writeFileSync } from 'node:fs'
import { freshRepository, git } from '../src/verify/git.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'works-git-status',
  claim: 'What was changed in the project is seen by git status.',
  guards: [],
  alone: 'git',
  plant: ({ project }) => freshRepository(project),
  attempt: ({ project }) => {
    writeFileSync(`${project}/new-file`, 'x')
    const { code, out, err } = git(project, 'status', '--porcelain')
    return { worked: code === 0 && out.includes('?? new-file'), evidence: `git status: ${err || out}` }
  },
})
