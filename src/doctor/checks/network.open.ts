import { defineCheck } from '../check.ts'
import { info, ok, warn } from '../finding.ts'

const MOST_SHOWN = 8

/** Ports whose usual service runs what it is told, without a password. */
const STRONG: Readonly<Record<number, string>> = {
  2375: 'usually Docker without a password',
  9222: 'usually the remote control of a browser, with all its sessions',
  9229: 'usually the debugger of Node, which runs any code',
}
const STRONG_URL = 'https://docs.docker.com/engine/security/protect-access/'

export const check = defineCheck({
  id: 'network.open',
  title: 'Which services of this machine can an agent reach?',
  needs: ['listeners'],
  judge: ({ listeners }) => {
    const strong = listeners.filter((port) => port in STRONG)
    const [first] = strong
    if (first !== undefined)
      return warn(
        `something listens on port ${strong.join(', ')} of this machine (${STRONG[first]})`,
        'the network is open by default, so a jailed program can reach it and get out of the jail by it',
        {
          text: 'Stop it, or start agents with --network none (network: none in ~/.config/jail/config.yaml).',
          url: STRONG_URL,
        },
      )
    if (listeners.length === 0) return ok('no service listens on this machine')
    const shown = listeners.slice(0, MOST_SHOWN).join(', ')
    const more = listeners.length > MOST_SHOWN ? ` and ${listeners.length - MOST_SHOWN} more` : ''
    return info(
      `services listen on port ${shown}${more} of this machine`,
      'the network is open by default, so jailed programs reach them as you do; --network none closes it',
    )
  },
})
