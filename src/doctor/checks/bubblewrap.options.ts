import { updateMend } from '../../diagnose/install.ts'
import { optionsOf } from '../../plan/encode.ts'
import { weakenings } from '../../plan/make.ts'
import { defineCheck } from '../check.ts'
import { fail, ok, warn } from '../finding.ts'
import { NO_BWRAP } from '../no-bwrap.ts'

export const check = defineCheck({
  id: 'bubblewrap.options',
  title: 'Has bubblewrap the options that the jail is made of?',
  needs: ['bwrap', 'distribution', 'live'],
  judge({ bwrap, distribution, live }) {
    if (bwrap.state !== 'usable') return NO_BWRAP
    const lost = weakenings({ tmpBytes: 1 }, { options: optionsOf(bwrap), bwrapVersion: bwrap.version })
    if (lost.length === 0) return ok(`all that jail asks for, of ${bwrap.options.length}`)
    const seen = [...new Set(lost.map(({ because }) => because))].join('; ')
    const means = lost.map(({ what }) => what).join('; ')
    const fix = {
      ...updateMend(distribution, 'bubblewrap'),
      url: 'https://github.com/containers/bubblewrap/releases',
    }
    return live.state === 'refused' && live.id === 'plan.weaker'
      ? fail(seen, `${means}, so jail refuses to start`, fix)
      : warn(seen, means, fix)
  },
})
