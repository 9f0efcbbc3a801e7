import { mendOf } from '../../diagnose/cause.ts'
import { selinux as causeOf } from '../../diagnose/security-modules.ts'
import { defineCheck } from '../check.ts'
import { ok } from '../finding.ts'
import { judgeSuspect } from '../suspect.ts'

export const check = defineCheck({
  id: 'modules.selinux',
  title: 'Does SELinux let jails be made?',
  needs: ['selinux', 'label', 'live'],
  judge({ selinux, label, live }) {
    const cause = causeOf({ selinuxEnforces: selinux.enforces, label: label ?? undefined })
    if (!cause) return ok('SELinux does not enforce anything')
    return judgeSuspect(
      {
        seen: `SELinux enforces its policy, and jail runs as ${label ?? 'an unknown label'}`,
        means: 'its policy keeps the jail from being made',
        mend: mendOf(cause),
        causes: ['selinux'],
      },
      live,
    )
  },
})
