import { defineCheck } from '../check.ts'
import { info, ok } from '../finding.ts'

export const check = defineCheck({
  id: 'git.project',
  title: 'Will git work inside, in this project?',
  needs: ['git'],
  judge: ({ git: { notices } }) =>
    notices.length === 0
      ? ok('nothing of its repository lies elsewhere')
      : info(notices.join('; '), 'see "Limits" in the README for what to show, and what that opens'),
})
