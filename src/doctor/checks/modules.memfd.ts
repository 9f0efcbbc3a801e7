import { mendOf } from '../../diagnose/cause.ts'
import { memfd } from '../../diagnose/kernel-settings.ts'
import { defineCheck } from '../check.ts'
import { ok } from '../finding.ts'
import { judgeSuspect } from '../suspect.ts'

export const check = defineCheck({
  id: 'modules.memfd',
  title: 'May programs in memory be executed?',
  needs: ['memfdNoexec', 'live'],
  judge({ memfdNoexec, live }) {
    const cause = memfd({ memfdNoexec: memfdNoexec ?? undefined })
    if (!cause)
      return ok(memfdNoexec === null ? 'this kernel always allows it' : `vm.memfd_noexec is ${memfdNoexec}`)
    return judgeSuspect(
      {
        seen: 'vm.memfd_noexec is 2',
        means: 'the small program that starts the command in the box lies in memory, and is refused',
        mend: mendOf(cause),
        causes: ['memfd-noexec'],
      },
      live,
    )
  },
})
