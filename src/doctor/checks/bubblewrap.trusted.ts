import { UNUSABLE } from '../../diagnose/program.ts'
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
    return fail(bwrap.why, 'whoever can change bubblewrap, or its answers, decides what the jail is', {
      text: UNUSABLE[bwrap.because],
      url: 'https://github.com/containers/bubblewrap/blob/main/SECURITY.md',
    })
  },
})
