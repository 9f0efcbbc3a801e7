import { shownPath } from '../../policy/sources.ts'
import { quoted } from '../../ui/escape.ts'
import { defineCheck } from '../check.ts'
import { fail, ok } from '../finding.ts'

/** How the shims of each manager find what they start. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  volta: 'https://docs.volta.sh/guide/understanding',
  asdf: 'https://asdf-vm.com/manage/core.html',
  mise: 'https://mise.jdx.dev/dev-tools/shims.html',
  nodenv: 'https://github.com/nodenv/nodenv#understanding-shims',
  pyenv: 'https://github.com/pyenv/pyenv#understanding-shims',
  rbenv: 'https://github.com/rbenv/rbenv#how-it-works',
}
const ANY_MANAGER = 'https://github.com/pyenv/pyenv#understanding-shims'

export const check = defineCheck({
  id: 'tools.shims',
  title: 'Do the shims on your PATH find what they start?',
  needs: ['path', 'person'],
  judge({ path, person }) {
    const shims = path.flatMap((entry) => (entry.shims === null ? [] : [entry.shims]))
    if (shims.length === 0) return ok('there are none')
    for (const { manager, root, hidden } of shims) {
      if (hidden === null) continue
      const shown = shownPath(hidden, person.home)
      return fail(
        hidden === root
          ? `${manager} keeps its tools in ${shown}, which is hidden inside`
          : `shims of ${manager} are started by ${shown}, which is hidden inside`,
        'each of its shims on PATH fails inside',
        { text: `Show it: jail run --read ${quoted(hidden)} …`, url: DOCUMENTS[manager] ?? ANY_MANAGER },
      )
    }
    return ok(shims.map(({ manager, root }) => `${manager} (${shownPath(root, person.home)})`).join(', '))
  },
})
