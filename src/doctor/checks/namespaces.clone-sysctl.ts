import { mendOf } from '../../diagnose/cause.ts'
import { clonesSwitchedOff } from '../../diagnose/kernel-settings.ts'
import { defineCheck } from '../check.ts'
import { fail, ok } from '../finding.ts'

export const check = defineCheck({
  id: 'namespaces.clone-sysctl',
  title: 'May people other than root make user namespaces?',
  needs: ['usernsClone'],
  judge({ usernsClone }) {
    const cause = clonesSwitchedOff({ usernsClone: usernsClone ?? undefined })
    if (cause)
      return fail('kernel.unprivileged_userns_clone is 0', 'only root can make a jail here', mendOf(cause))
    return ok(
      usernsClone === null
        ? 'this kernel has no switch against it'
        : 'kernel.unprivileged_userns_clone allows it',
    )
  },
})
