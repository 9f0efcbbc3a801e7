import type { Opening } from '../../host/places.ts'
import { isWithin } from '../../policy/paths.ts'
import { shownPath } from '../../policy/sources.ts'
import { quoted } from '../../ui/escape.ts'
import { defineCheck } from '../check.ts'
import { type Fix, info, ok, warn } from '../finding.ts'
import { counted, someOf } from '../phrases.ts'

export const check = defineCheck({
  id: 'tools.path',
  title: 'Can the folders on your PATH be trusted?',
  needs: ['path', 'person'],
  judge({ path, person }) {
    const show = (entry: string): string => shownPath(entry, person.home)
    const open = path.find((entry) => entry.open !== null)
    if (open?.open) {
      const { at, who } = open.open
      const where = at === open.path ? show(open.path) : `${show(open.path)}, by ${show(at)},`
      return warn(
        `${where} can be changed by ${who}`,
        'others decide which program you start, inside as outside',
        closing(open.open, person.home),
      )
    }
    const silent = path.find(({ state }) => state === 'silent')
    if (silent) {
      return warn(`${show(silent.path)} does not answer`, 'each start waits a second for it', {
        text: 'Take it out of PATH, or see that its server is there.',
        url: 'https://man7.org/linux/man-pages/man8/mount.8.html',
      })
    }
    const relative = path.filter(({ state }) => state === 'relative')
    if (relative.length > 0) {
      const names = relative.map((entry) => (entry.path === '' ? 'an empty one' : entry.path))
      return info(
        `${counted(relative.length, 'entry').replace('entrys', 'entries')} without a leading slash: ${someOf(names)}`,
        'jail never looks there, since another folder is meant in each place',
      )
    }
    const gone = path.filter(({ state }) => state === 'absent').length
    return ok(`${path.length} on it${gone > 0 ? `, ${gone} of them not there` : ''}`)
  },
})

function closing({ at, by }: Opening, home: string): Fix {
  if (by === 'owner')
    return {
      text: `Take it out of PATH, or let ${at} belong to root or to you.`,
      url: 'https://man7.org/linux/man-pages/man1/chown.1.html',
    }
  const root = !isWithin(at, home)
  return {
    text: 'Close it for others.',
    commands: [`chmod ${by === 'group' ? 'g' : 'o'}-w ${quoted(at)}`],
    root,
    url: 'https://man7.org/linux/man-pages/man1/chmod.1.html',
  }
}
