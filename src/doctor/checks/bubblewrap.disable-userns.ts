import { updateMend } from '../../diagnose/install.ts'
import { optionsOf } from '../../plan/encode.ts'
import { canDisableUserns } from '../../plan/op.ts'
import { defineCheck } from '../check.ts'
import { ok, warn } from '../finding.ts'
import { NO_BWRAP } from '../no-bwrap.ts'

export const check = defineCheck({
  id: 'bubblewrap.disable-userns',
  title: 'Can bubblewrap switch new user namespaces off inside?',
  needs: ['bwrap', 'distribution'],
  judge({ bwrap, distribution }) {
    if (bwrap.state !== 'usable') return NO_BWRAP
    if (canDisableUserns(optionsOf(bwrap))) return ok('--disable-userns is there')
    const seen = bwrap.setuid
      ? 'a setuid bwrap refuses --disable-userns'
      : `bubblewrap ${bwrap.version} has no --disable-userns (0.8.0)`
    return warn(seen, 'new namespaces inside are then refused by the filter of system calls alone', {
      ...updateMend(distribution, 'bubblewrap'),
      url: 'https://github.com/containers/bubblewrap/releases',
    })
  },
})
