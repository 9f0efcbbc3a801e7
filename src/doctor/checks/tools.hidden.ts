import { shownPath } from '../../policy/sources.ts'
import { quoted } from '../../ui/escape.ts'
import { defineCheck } from '../check.ts'
import { info, ok } from '../finding.ts'
import { someOf } from '../phrases.ts'

export const check = defineCheck({
  id: 'tools.hidden',
  title: 'Which folders on your PATH are hidden inside?',
  needs: ['path', 'person'],
  judge({ path, person }) {
    const hidden = path.filter(({ state, visible }) => state === 'folder' && visible === null)
    const [first] = hidden
    if (!first) return ok('none')
    return info(
      someOf(
        hidden.map((entry) => shownPath(entry.path, person.home)),
        5,
      ),
      `a program there is shown when it is what you start; for others: jail run --read ${quoted(first.path)} …`,
    )
  },
})
