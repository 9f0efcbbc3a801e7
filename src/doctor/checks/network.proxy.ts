import { defineCheck } from '../check.ts'
import { info, ok, warn } from '../finding.ts'

export const check = defineCheck({
  id: 'network.proxy',
  title: 'Is there a proxy, and does it work inside?',
  needs: ['proxies'],
  judge: ({ proxies }) => {
    const named = (found: typeof proxies): string => found.map((one) => one.name).join(', ')
    const logins = proxies.filter((one) => one.login)
    if (logins.length > 0)
      return warn(
        `${named(logins)} holds a user name or password`,
        'the variable is passed inside, so a jailed program can read the login',
        {
          text: `Use a proxy that needs no login, or take the variable back in ~/.config/jail/config.yaml: env: {pass: {${logins[0]?.name}: null}}`,
          url: 'https://curl.se/docs/manpage.html#ENVIRONMENT',
        },
      )
    const wrong = proxies.filter((one) => one.at === null)
    if (wrong.length > 0)
      return warn(
        `${named(wrong)} holds no address of a proxy`,
        'programs inside get it as it is and may find no network',
        {
          text: `Set it to http://HOST:PORT, or unset it: unset ${wrong.map((one) => one.name).join(' ')}`,
          url: 'https://curl.se/docs/manpage.html#ENVIRONMENT',
        },
      )
    const local = proxies.filter((one) => one.loopback)
    if (local.length > 0)
      return info(
        `${named(local)} leads to ${local[0]?.at} on this machine`,
        'it works inside while the network is open; with --network none nothing is there',
      )
    return ok(proxies.length === 0 ? 'no proxy is set' : `${named(proxies)} leads to ${proxies[0]?.at}`)
  },
})
