import { mendOf } from '../../diagnose/cause.ts'
import { holdsSetfcap, setfcap } from '../../diagnose/outer-limits.ts'
import { defineCheck } from '../check.ts'
import { ok } from '../finding.ts'
import { judgeSuspect } from '../suspect.ts'

export const check = defineCheck({
  id: 'namespaces.setfcap',
  title: 'May root map users here?',
  needs: ['process', 'person', 'live'],
  judge({ process: { bounding }, person: { uid }, live }) {
    if (uid !== 0) return ok('you are not root, who alone needs a capability for it')
    if (bounding === null)
      return { status: 'unknown', seen: '/proc/self/status has no line CapBnd on this kernel' }
    const cause = setfcap({ uid, maySetUidMap: holdsSetfcap(bounding) })
    if (!cause) return ok('root has CAP_SETFCAP')
    return judgeSuspect(
      {
        seen: 'root has no CAP_SETFCAP here, as in a container that drops all capabilities',
        means: 'since Linux 5.12 root cannot map users without it, so no jail can be made',
        mend: mendOf(cause),
        causes: ['setfcap'],
      },
      live,
    )
  },
})
