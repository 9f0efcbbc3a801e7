import { shownPath } from '../../policy/sources.ts'
import { quoted } from '../../ui/escape.ts'
import { defineCheck } from '../check.ts'
import { ok, warn } from '../finding.ts'
import { installFix } from '../packages.ts'

/** SSL_CERT_FILE and SSL_CERT_DIR, which other programs read too. */
const VARIABLES = 'https://docs.openssl.org/master/man7/openssl-env/'
const BUNDLE = 'https://packages.debian.org/stable/ca-certificates'

export const check = defineCheck({
  id: 'paths.certificates',
  title: 'Can programs inside tell whom to trust on the network?',
  needs: ['certificates', 'distribution', 'person'],
  judge({ certificates: { found, dangling, variables }, distribution, person }) {
    const show = (path: string): string => shownPath(path, person.home)
    const absent = variables?.find(({ state }) => state === 'absent')
    if (absent) {
      return warn(
        `${absent.name} names ${show(absent.path)}, which is not there`,
        'programs that ask it find no certificates, or fail at once, inside as outside',
        { text: `Correct the variable, or type: unset ${absent.name}`, url: VARIABLES },
      )
    }
    const hidden = variables?.find(({ state }) => state === 'hidden')
    if (hidden) {
      return warn(
        `${hidden.name} names ${show(hidden.path)}, which is hidden inside`,
        'the variable is not passed, so a server or proxy with a certificate of its own is refused inside',
        { text: `Show it: jail run --read ${quoted(hidden.path)} …`, url: VARIABLES },
      )
    }
    const [first] = found
    if (first === undefined) {
      const [dead] = dangling
      return warn(
        dead === undefined ? 'there is no bundle of certificates' : `${dead} leads nowhere`,
        'most programs inside refuse every https server, those of the agents included',
        { ...installFix(distribution, 'ca-certificates'), url: BUNDLE },
      )
    }
    if (variables === null)
      return { status: 'unknown', seen: `${first}; what variables name cannot be told here` }
    return ok(first)
  },
})
