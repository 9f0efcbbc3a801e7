import { shownPath } from '../../policy/sources.ts'
import { quoted } from '../../ui/escape.ts'
import { defineCheck } from '../check.ts'
import { fail, ok } from '../finding.ts'

export const check = defineCheck({
  id: 'tools.shims',
  title: 'Do the shims on your PATH find what they start?',
  needs: ['path', 'person'],
  judge({ path, person }) {
    const shims = path.flatMap((entry) => (entry.shims === null ? [] : [entry.shims]))
    if (shims.length === 0) return ok('there are none')
    const lost = shims.find(({ visible }) => !visible)
    if (!lost)
      return ok(shims.map(({ manager, root }) => `${manager} (${shownPath(root, person.home)})`).join(', '))
    return fail(
      `${lost.manager} keeps its tools in ${shownPath(lost.root, person.home)}, which is hidden inside`,
      'each of its shims on PATH fails inside',
      { text: `Show it: jail run --read ${quoted(lost.root)} …` },
    )
  },
})
