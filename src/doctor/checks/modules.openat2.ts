import { mendOf } from '../../diagnose/cause.ts'
import { noOpenat2 } from '../../diagnose/program.ts'
import { defineCheck } from '../check.ts'
import { ok } from '../finding.ts'
import { judgeSuspect } from '../suspect.ts'

export const check = defineCheck({
  id: 'modules.openat2',
  title: 'May files be opened by openat2?',
  needs: ['openat2', 'live'],
  judge({ openat2, live }) {
    if (openat2 === 'works') return ok('openat2 works')
    return judgeSuspect(
      {
        seen:
          openat2 === 'missing'
            ? 'openat2 is missing in this kernel, or hidden by a filter'
            : 'openat2 is refused by a filter',
        means: 'builds of bubblewrap 0.12 and newer may not start without it',
        mend: mendOf(noOpenat2({ filtered: openat2 === 'refused' })),
        causes: ['openat2'],
      },
      live,
    )
  },
})
