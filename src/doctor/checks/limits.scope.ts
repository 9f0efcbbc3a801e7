import { defineCheck } from '../check.ts'
import { info, ok } from '../finding.ts'

const SCOPE_URL = 'https://www.freedesktop.org/software/systemd/man/latest/systemd.scope.html'

export const check = defineCheck({
  id: 'limits.scope',
  title: 'Can systemd limit memory and processes for you?',
  needs: ['cgroup'],
  judge: ({ cgroup: { controllers, userManager } }) => {
    const without =
      'limits.memory needs it, or control groups that you can write; limits.processes works without on Linux 5.14 and later, but not for root'
    if (!userManager)
      return info(
        'no manager of systemd runs for this user',
        `${without}; it runs after a login, or always after: loginctl enable-linger`,
        SCOPE_URL,
      )
    const held = ['memory', 'pids'].filter((name) => controllers.includes(name))
    return held.length === 0
      ? info('systemd runs, but has neither memory nor pids to hand on', without, SCOPE_URL)
      : ok(`systemd makes a scope for a box with limits (${held.join(', ')})`)
  },
})
