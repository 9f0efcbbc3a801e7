import { freshRepository, git } from '../src/verify/git.ts'
import { readMark } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'works-git-commit',
  claim: 'A git commit made in the project is there outside.',
  guards: [],
  alone: 'git',
  plant: ({ project }) => freshRepository(project),
  attempt: ({ project, canary }) => {
    const { code, out, err } = git(project, 'commit', '--quiet', '--allow-empty', '-m', canary)
    return { worked: code === 0, evidence: `git commit: ${err || out}` }
  },
  reached: ({ project, canary }) => readMark(`${project}/.git/logs/HEAD`, canary),
})
