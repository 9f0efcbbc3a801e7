import { mendOf } from '../../diagnose/cause.ts'
import { labelled } from '../../diagnose/security-modules.ts'
import { defineCheck } from '../check.ts'
import { ok } from '../finding.ts'
import { judgeSuspect } from '../suspect.ts'

export const check = defineCheck({
  id: 'modules.container-label',
  title: 'Is jail free of an AppArmor profile around it?',
  needs: ['label', 'live'],
  judge({ label, live }) {
    const cause = labelled({ label: label ?? undefined })
    if (!cause) return ok(label === null ? 'no security module labels jail' : `jail runs as ${label}`)
    return judgeSuspect(
      {
        seen: `jail runs under the AppArmor profile ${label}`,
        means: 'it keeps the jail from being made, since no mounts are allowed under it',
        mend: mendOf(cause),
        causes: ['apparmor-container'],
      },
      live,
    )
  },
})
