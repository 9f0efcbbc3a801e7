import { defineCheck } from '../check.ts'
import { info, ok } from '../finding.ts'

const SCOPE_URL = 'https://www.freedesktop.org/software/systemd/man/latest/systemd-run.html'

export const check = defineCheck({
  id: 'limits.scope',
  title: 'Could systemd limit memory and processes for you?',
  needs: ['cgroup', 'helpers'],
  judge: ({ cgroup, helpers }) => {
    const without = 'it matters only for limits.memory and limits.processes'
    if (helpers['systemd-run'] === null) return info('systemd-run is not installed', without, SCOPE_URL)
    if (!cgroup.userManager)
      return info(
        'no manager of systemd runs for this user',
        `${without}; it runs after a login, or always after: loginctl enable-linger`,
        SCOPE_URL,
      )
    return ok('systemd can make scopes for you, in which you may start jail')
  },
})
