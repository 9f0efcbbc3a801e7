import { quoted } from '../../ui/escape.ts'
import { defineCheck } from '../check.ts'
import { info, ok, warn } from '../finding.ts'

const MOUNT = 'https://man7.org/linux/man-pages/man8/mount.8.html'

export const check = defineCheck({
  id: 'paths.home-mount',
  title: 'Is the file system of your home folder one that a jail can work with?',
  needs: ['home'],
  judge({ home: { named, state, mount, encrypted } }) {
    if (state === 'silent') {
      return warn(
        `${named} does not answer (${mount ? `${mount.type} at ${mount.point}` : 'its mount is not known'})`,
        'each start waits a second, and then does without all that lies there',
        { text: 'See that its server is there, or mount it again.', url: MOUNT },
      )
    }
    if (mount === null)
      return { status: 'unknown', seen: 'what it lies on: /proc/self/mountinfo does not say' }
    const on = `${mount.type} at ${mount.point}`
    if (mount.readOnly) {
      return warn(`${on} is read-only`, 'neither caches nor logins of agents are kept', {
        text: 'Mount it for writing.',
        commands: [`mount -o remount,rw ${quoted(mount.point)}`],
        root: true,
        url: MOUNT,
      })
    }
    if (mount.noexec) {
      return warn(
        `${on} is mounted noexec`,
        'no program below your home folder starts, inside as outside: agents and tools that are installed there',
        {
          text: 'Allow programs there, or install tools outside of home.',
          commands: [`mount -o remount,exec ${quoted(mount.point)}`],
          root: true,
          url: MOUNT,
        },
      )
    }
    if (encrypted || mount.type.startsWith('fuse'))
      return info(on, 'only you can look into it, not even root: run jail as yourself, never by sudo')
    if (mount.remote)
      return info(
        on,
        'its server may refuse root, and starts take as long as it answers: run jail as yourself',
      )
    return ok(on)
  },
})
