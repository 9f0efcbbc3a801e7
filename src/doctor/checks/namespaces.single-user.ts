import { mendOf } from '../../diagnose/cause.ts'
import { nested } from '../../diagnose/outer-limits.ts'
import { defineCheck } from '../check.ts'
import { ok } from '../finding.ts'
import { judgeSuspect } from '../suspect.ts'

export const check = defineCheck({
  id: 'namespaces.single-user',
  title: 'Is jail started outside of other boxes?',
  needs: ['process', 'live'],
  judge({ process, live }) {
    const cause = nested(process)
    if (!cause) return ok('this user namespace has more than one user, as a whole system has')
    return judgeSuspect(
      {
        seen: 'jail runs in a user namespace with one user, as in the box of another sandbox',
        means: 'the outer box keeps the jail from being made',
        mend: mendOf(cause),
        causes: ['nested', 'depth', 'landlock'],
      },
      live,
    )
  },
})
