import { nameOf, parentOf } from '../../policy/paths.ts'
import { quoted } from '../../ui/escape.ts'
import { defineCheck } from '../check.ts'
import { ok, warn } from '../finding.ts'
import { counted, someOf } from '../phrases.ts'

const MANUAL = 'https://man7.org/linux/man-pages/man1/update-alternatives.1.html'

export const check = defineCheck({
  id: 'paths.alternatives',
  title: 'Do awk, editor, java and their like lead to programs?',
  needs: ['etcLinks'],
  judge({ etcLinks: { alternatives } }) {
    if (alternatives === null) return ok('this system has no /etc/alternatives')
    const { count, dangling, outside } = alternatives
    const [dead] = dangling
    if (dead) {
      return warn(
        `${someOf(dangling.map(({ path, to }) => `${nameOf(path)} → ${to}`))}: not there`,
        'these names start nothing, inside as outside',
        {
          text: 'Let the system choose again.',
          commands: dangling.map(({ path }) => `update-alternatives --auto ${quoted(nameOf(path))}`),
          root: true,
          url: MANUAL,
        },
      )
    }
    const [hidden] = outside
    if (hidden) {
      return warn(
        `${someOf(outside.map(({ path, to }) => `${nameOf(path)} → ${to}`))}: outside of the system's folders`,
        'these names are there inside, and what they lead to is hidden',
        {
          text: `Show it: jail run --read ${quoted(parentOf(parentOf(hidden.to)))} …`,
          url: MANUAL,
        },
      )
    }
    return ok(`${counted(count, 'name')}, none lost`)
  },
})
