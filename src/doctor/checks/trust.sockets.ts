import { defineCheck } from '../check.ts'
import { fail, info, ok } from '../finding.ts'

export const check = defineCheck({
  id: 'trust.sockets',
  title: 'Can a jailed program reach sockets that have power over this machine?',
  needs: ['sockets'],
  judge: ({ sockets }) => {
    const of = (inside: string) => sockets.filter((one) => one.inside === inside)
    const [shown] = of('shown')
    if (shown)
      return fail(
        `${shown.path} lies where the base profile shows it`,
        `whoever reaches it gets out of the jail: ${shown.power}`,
        {
          text: `Move it out of the project and of the folders for programs, or hide it: jail run --hide ${shown.path} …`,
          url: 'https://docs.docker.com/engine/security/#docker-daemon-attack-surface',
        },
      )
    const [abstract] = of('abstract')
    if (abstract)
      return info(
        `there is an abstract socket ${abstract.path}`,
        `while the network is open it is in reach inside: ${abstract.power}; --network none closes it`,
        'https://man7.org/linux/man-pages/man7/unix.7.html',
      )
    return ok(sockets.length === 0 ? 'none is there' : `${of('hidden').length} are there, all hidden inside`)
  },
})
