import { mendOf } from '../../diagnose/cause.ts'
import { filter } from '../../diagnose/outer-limits.ts'
import { defineCheck } from '../check.ts'
import { ok } from '../finding.ts'
import { judgeSuspect } from '../suspect.ts'

export const check = defineCheck({
  id: 'modules.seccomp',
  title: 'Is jail free of a filter of system calls?',
  needs: ['process', 'live'],
  judge({ process: { seccomp }, live }) {
    if (seccomp === null)
      return { status: 'unknown', seen: '/proc/self/status has no line Seccomp on this kernel' }
    const cause = filter({ filtered: seccomp === 2 })
    if (!cause) return ok('no filter is in force')
    return judgeSuspect(
      {
        seen: 'a filter of system calls is in force on jail (Seccomp: 2)',
        means: 'it keeps the jail from being made',
        mend: mendOf(cause),
        causes: ['seccomp'],
      },
      live,
    )
  },
})
