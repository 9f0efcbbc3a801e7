import { defineCheck } from '../check.ts'
import { info, ok } from '../finding.ts'

export const check = defineCheck({
  id: 'trust.inside',
  title: 'Is this the machine itself?',
  needs: ['jail'],
  judge: ({ jail }) =>
    jail.inside
      ? info(
          'this is the inside of a jail already',
          'much is hidden here, so the answers are about the box; run jail doctor outside of it',
        )
      : ok('JAIL is not set, so no jail stands around'),
})
