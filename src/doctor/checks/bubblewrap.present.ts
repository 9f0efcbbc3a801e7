import { installMend } from '../../diagnose/install.ts'
import { defineCheck } from '../check.ts'
import { fail, ok } from '../finding.ts'

export const check = defineCheck({
  id: 'bubblewrap.present',
  title: 'Is bubblewrap installed?',
  needs: ['bwrap', 'distribution'],
  judge: ({ bwrap, distribution }) =>
    bwrap.state === 'absent'
      ? fail('bubblewrap is not installed', 'no jail can be made without it', {
          ...installMend(distribution, 'bubblewrap'),
          url: 'https://github.com/containers/bubblewrap',
        })
      : ok(bwrap.state === 'usable' ? `${bwrap.path} ${bwrap.version}` : 'there is one (see the next check)'),
})
