import { installAdvice } from '../../diagnose/install.ts'
import { defineCheck } from '../check.ts'
import { fail, ok } from '../finding.ts'

export const check = defineCheck({
  id: 'bubblewrap.present',
  title: 'Is bubblewrap installed?',
  needs: ['bwrap', 'distribution', 'person'],
  judge: ({ bwrap, distribution, person }) =>
    bwrap.state === 'absent'
      ? fail('bubblewrap is not installed', 'no jail can be made without it', {
          text: installAdvice(distribution, person.uid, 'bubblewrap'),
          url: 'https://github.com/containers/bubblewrap',
        })
      : ok(bwrap.state === 'usable' ? `${bwrap.path} ${bwrap.version}` : 'there is one (see the next check)'),
})
