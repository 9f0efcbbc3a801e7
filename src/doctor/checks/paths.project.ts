import type { OnMount } from '../../host/places.ts'
import { shownPath } from '../../policy/sources.ts'
import { quoted } from '../../ui/escape.ts'
import { defineCheck } from '../check.ts'
import { ok, warn } from '../finding.ts'

const WHY = { flag: 'named by --project', git: 'a git repository', cwd: 'the current folder' }

/** Who may reach and write a folder is what most refusals are about. */
const PERMISSIONS = 'https://man7.org/linux/man-pages/man7/path_resolution.7.html'

export const check = defineCheck({
  id: 'paths.project',
  title: 'Would the current folder be taken as a project?',
  needs: ['project', 'person'],
  judge({ project: { path, why, refusal, mount }, person }) {
    const shown = shownPath(path, person.home)
    if (refusal !== null)
      return warn(refusal.sentence, '`jail run` stops here with this sentence', {
        text: refusal.fix,
        url: PERMISSIONS,
      })
    if (isOnWindows(path, mount)) {
      return warn(
        `${shown} is on a drive of Windows`,
        'it is slow, permissions do not hold there, and Windows runs what the agent writes',
        {
          text: 'Move it into a folder of Linux, such as ~/src.',
          url: 'https://learn.microsoft.com/en-us/windows/wsl/filesystems',
        },
      )
    }
    if (mount === null)
      return { status: 'unknown', seen: `${shown}: /proc/self/mountinfo does not say what it lies on` }
    const remount = (option: string) => ({
      commands: [`mount -o remount,${option} ${quoted(mount.point)}`],
      root: true,
      url: 'https://man7.org/linux/man-pages/man8/mount.8.html',
    })
    if (mount.readOnly) {
      return warn(`${shown} is on a read-only mount (${mount.point})`, 'the agent cannot write the project', {
        text: 'Mount it for writing.',
        ...remount('rw'),
      })
    }
    if (mount.noexec) {
      return warn(
        `${shown} is on a mount without programs (${mount.point}, noexec)`,
        'scripts and programs of the project do not start, inside as outside',
        { text: 'Allow programs there, or move the project.', ...remount('exec') },
      )
    }
    return ok(why === null ? shown : `${shown} (${WHY[why]})`)
  },
})

/** WSL mounts the drives of Windows at /mnt/LETTER, by drvfs or 9p. */
function isOnWindows(path: string, mount: OnMount): boolean {
  const [, mnt, drive = ''] = path.split('/')
  const isDrive = mount === null || ['9p', 'drvfs', 'v9fs'].includes(mount.type)
  return mnt === 'mnt' && drive.length === 1 && isDrive
}
