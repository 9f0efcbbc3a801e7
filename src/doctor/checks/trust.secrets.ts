import { defineCheck } from '../check.ts'
import { ok, warn } from '../finding.ts'

const MOST_SHOWN = 5

export const check = defineCheck({
  id: 'trust.secrets',
  title: 'Do secrets of your environment get inside?',
  needs: ['secrets'],
  judge: ({ secrets }) => {
    const names = (passed: boolean): string[] =>
      secrets.filter((one) => one.passed === passed).map(({ name }) => name)
    const passed = names(true)
    if (passed.length > 0)
      return warn(
        `${passed.join(', ')} ${passed.length === 1 ? 'looks' : 'look'} like a secret and would be passed`,
        'a jailed program can read it and send it away',
        {
          text: `Rename it, unset it, or take it back in ~/.config/jail/config.yaml: env: {pass: {${passed[0]}: null}}`,
          url: 'https://man7.org/linux/man-pages/man7/environ.7.html',
        },
      )
    const kept = names(false)
    if (kept.length === 0) return ok('no variable looks like a secret')
    const more = kept.length > MOST_SHOWN ? ` and ${kept.length - MOST_SHOWN} more` : ''
    return ok(`the base profile passes none of ${kept.slice(0, MOST_SHOWN).join(', ')}${more}`)
  },
})
