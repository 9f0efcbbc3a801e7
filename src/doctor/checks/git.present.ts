import { defineCheck } from '../check.ts'
import { ok, warn } from '../finding.ts'
import { installFix } from '../packages.ts'

export const check = defineCheck({
  id: 'git.present',
  title: 'Is git installed?',
  needs: ['helpers', 'distribution'],
  judge: ({ helpers, distribution }) =>
    helpers.git
      ? ok(`${helpers.git.path} ${helpers.git.version}`)
      : warn(
          'there is no git in the folders of the system',
          'jail works, but agents see no history and cannot commit',
          { ...installFix(distribution, 'git'), url: 'https://git-scm.com/downloads/linux' },
        ),
})
