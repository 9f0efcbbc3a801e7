import { defineCheck } from '../check.ts'
import { info, ok, warn } from '../finding.ts'

const TERM_URL = 'https://man7.org/linux/man-pages/man5/terminfo.5.html'

export const check = defineCheck({
  id: 'terminal.term',
  title: 'Do programs inside know your terminal?',
  needs: ['terminal'],
  judge: ({ terminal: { term, described, output } }) => {
    if (term === null || term === 'dumb') {
      const seen = term === null ? 'TERM is not set' : 'TERM is dumb'
      const means = 'programs show neither colours nor a full screen'
      return output
        ? warn(seen, means, { text: 'Type: export TERM=xterm-256color', url: TERM_URL })
        : info(seen, means)
    }
    if (!described)
      return warn(
        `TERM is ${term}, and its description is in no folder that is visible inside`,
        'full screen programs may refuse to start or draw nonsense',
        {
          text: `Install the description for all people, show your own (jail run --read ~/.terminfo …), or use another: TERM=xterm-256color jail run …`,
          url: TERM_URL,
        },
      )
    return ok(`TERM is ${term}, which is described`)
  },
})
