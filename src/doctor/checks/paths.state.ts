import { shownPath } from '../../policy/sources.ts'
import { quoted } from '../../ui/escape.ts'
import { defineCheck } from '../check.ts'
import { type Fix, ok, warn } from '../finding.ts'

export const check = defineCheck({
  id: 'paths.state',
  title: 'Can jail keep the caches of a project?',
  needs: ['state', 'person'],
  judge({ state: { path, writable, nearest }, person }) {
    const shown = shownPath(path, person.home)
    if (writable) return ok(shown)
    const at = shownPath(nearest.path, person.home)
    const isForeign = nearest.uid !== null && nearest.uid !== person.uid
    const fix: Fix = isForeign
      ? {
          text: 'Make it yours; a run by sudo may have made it.',
          commands: [`chown -R ${person.uid} ${quoted(nearest.path)}`],
          root: true,
          url: 'https://man7.org/linux/man-pages/man1/chown.1.html',
        }
      : {
          text: 'Give yourself the right to write there.',
          commands: [`chmod u+wx ${quoted(nearest.path)}`],
          url: 'https://man7.org/linux/man-pages/man1/chmod.1.html',
        }
    return warn(
      isForeign
        ? `${shown} cannot be written: ${at} belongs to uid ${nearest.uid}`
        : `${shown} cannot be written: ${at} does not let you`,
      'nothing in ~/.cache stays from one run to the next, and bwrap is asked for its options at each start',
      isBelowHome(nearest.path, person.home)
        ? fix
        : {
            text: 'Set XDG_STATE_HOME to a folder of yours, or make your home folder.',
            url: 'https://specifications.freedesktop.org/basedir-spec/latest/',
          },
    )
  },
})

/** What is outside of home is not for jail to give away. */
function isBelowHome(path: string, home: string): boolean {
  return path.startsWith(`${home}/`)
}
