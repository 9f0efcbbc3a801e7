import { mendOf } from '../../diagnose/cause.ts'
import { unusable } from '../../diagnose/program.ts'
import { defineCheck } from '../check.ts'
import { fail, ok } from '../finding.ts'
import { NO_BWRAP } from '../no-bwrap.ts'

export const check = defineCheck({
  id: 'bubblewrap.trusted',
  title: 'Can bubblewrap be trusted and started?',
  needs: ['bwrap'],
  judge({ bwrap }) {
    if (bwrap.state === 'absent') return NO_BWRAP
    if (bwrap.state === 'usable') return ok(`${bwrap.path} can be changed by root or you only`)
    const means =
      bwrap.because === 'setuid' || bwrap.because === 'capabilities'
        ? 'it starts nothing, so no jail can be made'
        : 'whoever can change bubblewrap, or its answers, decides what the jail is'
    return fail(bwrap.why, means, mendOf(unusable(bwrap.because, bwrap.why)))
  },
})
