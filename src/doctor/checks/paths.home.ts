import type { Home, Person } from '../../host/places.ts'
import { normalise } from '../../policy/paths.ts'
import { quoted } from '../../ui/escape.ts'
import { defineCheck } from '../check.ts'
import { type Finding, fail, info, ok, warn } from '../finding.ts'

const ENVIRONMENT = 'https://man7.org/linux/man-pages/man7/environ.7.html'
const CHMOD = 'https://man7.org/linux/man-pages/man1/chmod.1.html'
const OTHERS_MAY_WRITE = 0o002

export const check = defineCheck({
  id: 'paths.home',
  title: 'Is your home folder there, and yours?',
  needs: ['home', 'person'],
  judge({ home, person }) {
    const { named, path, state } = home
    if (normalise(named) === '/') return unusable('HOME is /')
    switch (state) {
      case 'folder':
        return folder(home, person)
      case 'other':
        return unusable(`HOME is ${named}, which is no folder`)
      case 'silent':
        return { status: 'unknown', seen: `${named} does not answer (see paths.home-mount)` }
      case 'unreadable':
        return { status: 'unknown', seen: `${named} may not be looked at` }
      default:
        return warn(
          `${state === 'dangling' ? `${named} leads to ${path}, which` : named} is not there`,
          'jail starts with an empty home, and keeps neither caches nor logins of agents',
          {
            text: 'Make it, or set HOME to your own folder.',
            commands: [`install -d -m 0700 -o ${person.uid} ${quoted(path)}`],
            root: true,
            url: 'https://man7.org/linux/man-pages/man1/install.1.html',
          },
        )
    }
  },
})

function unusable(seen: string): Finding {
  return fail(seen, 'jail refuses to start, since there is nothing that it could hide', {
    text: 'Set HOME to your own folder, for example: HOME=/home/you jail run …',
    url: ENVIRONMENT,
  })
}

function folder({ named, path, uid, mode, writable }: Home, person: Person): Finding {
  // Root under sudo with the home of somebody else is the matter of person.sudo.
  if (uid !== person.uid && person.sudo === null) {
    return warn(
      `${named} belongs to uid ${uid}, and you are uid ${person.uid}`,
      'what is kept there may be refused, or be in the way of its owner',
      { text: 'Set HOME to your own folder, or run jail as the owner of this one.', url: ENVIRONMENT },
    )
  }
  if (!writable) {
    return warn(`${named} cannot be written`, 'neither caches nor logins of agents are kept', {
      text: 'Give yourself the right to write there.',
      commands: [`chmod u+wx ${quoted(path)}`],
      url: CHMOD,
    })
  }
  if (mode !== null && (mode & OTHERS_MAY_WRITE) !== 0) {
    return warn(
      `${named} can be written by everybody (mode ${mode.toString(8)})`,
      'others can change the settings of jail and of your agents',
      { text: 'Close it for others.', commands: [`chmod o-w ${quoted(path)}`], url: CHMOD },
    )
  }
  if (person.accountHome !== null && normalise(person.accountHome) !== normalise(named))
    return info(
      `HOME is ${named}, and the account says ${person.accountHome}`,
      'jail takes HOME; neither is shown inside',
    )
  return ok(path === normalise(named) ? named : `${named}, a link to ${path}`)
}
