import { defineCheck } from '../check.ts'
import { ok, warn } from '../finding.ts'
import { installFix } from '../packages.ts'

export const check = defineCheck({
  id: 'paths.time-zone',
  title: 'Is the time inside the time outside?',
  needs: ['timeZone', 'distribution'],
  judge({ timeZone: { file }, distribution }) {
    const url = 'https://www.freedesktop.org/software/systemd/man/latest/localtime.html'
    if (file === 'absent') return ok('no /etc/localtime: UTC, inside as outside')
    if (file === 'unreadable') return { status: 'unknown', seen: '/etc/localtime cannot be looked at' }
    if (file === 'file') return ok('/etc/localtime')
    if ('dangling' in file) {
      return warn(
        `/etc/localtime leads to ${file.dangling}, which is not there`,
        'times are in UTC, inside as outside',
        { ...installFix(distribution, 'tzdata'), url },
      )
    }
    if (!file.shown) {
      return warn(
        `/etc/localtime leads to ${file.link}, which the jail does not show`,
        'times are in UTC inside, and in another zone outside',
        { text: 'Let it lead into /usr/share/zoneinfo: timedatectl set-timezone ZONE', url },
      )
    }
    return ok(file.link)
  },
})
