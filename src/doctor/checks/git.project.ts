import { defineCheck } from '../check.ts'
import { info, ok } from '../finding.ts'

export const check = defineCheck({
  id: 'git.project',
  title: 'Will git work inside, in this project?',
  needs: ['git'],
  judge: ({ git: { notices } }) =>
    notices.length === 0
      ? ok('nothing of its repository is out of reach')
      : info(
          notices.join('; '),
          'git may not work inside as it does outside; docs/git.md in the sources of jail says what does',
        ),
})
