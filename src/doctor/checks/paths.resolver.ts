import { defineCheck } from '../check.ts'
import { type Finding, info, ok, warn } from '../finding.ts'
import { someOf } from '../phrases.ts'

const MANUAL = 'https://man7.org/linux/man-pages/man5/resolv.conf.5.html'

export const check = defineCheck({
  id: 'paths.resolver',
  title: 'Can names of hosts be looked up?',
  needs: ['resolver'],
  judge({ resolver: { kind, target, servers } }) {
    switch (kind) {
      case 'unreadable':
        return { status: 'unknown', seen: `${target} cannot be read` }
      case 'absent':
        return warn('there is no /etc/resolv.conf', NO_NAMES, {
          text: 'Start what manages the network here, or write one: nameserver ADDRESS.',
          url: MANUAL,
        })
      case 'dangling':
        return dead(target)
      default:
        return byServers(servers, kind === 'link' ? ` (${target})` : '')
    }
  },
})

const NO_NAMES = 'no name of a host is found, so agents do not reach their models'

/** Who writes the file that the link leads to, and how it is started again. */
const WRITERS = [
  ['/systemd/resolve/', 'systemctl restart systemd-resolved'],
  ['/NetworkManager/', 'systemctl restart NetworkManager'],
  ['/resolvconf/', 'resolvconf -u'],
] as const

function dead(target: string): Finding {
  const command = WRITERS.find(([part]) => target.includes(part))?.[1]
  const commands = command === undefined ? {} : { commands: [command], root: true }
  const text = target.startsWith('/mnt/wsl/')
    ? 'Type in Windows: wsl --shutdown, and start again.'
    : 'Start again what writes that file.'
  return warn(`/etc/resolv.conf leads to ${target}, which is not there`, NO_NAMES, {
    text,
    ...commands,
    url: MANUAL,
  })
}

function byServers(servers: readonly string[], where: string): Finding {
  if (servers.length === 0)
    return info(
      `/etc/resolv.conf${where} names no server`,
      'names are looked up on this machine itself',
      MANUAL,
    )
  const seen = `${someOf(servers)}${where}`
  if (!servers.every(isLoopback)) return ok(seen)
  return info(
    `${seen}: on this machine itself`,
    'it answers inside while the network is open, which is the default; a network of its own does not reach it',
    MANUAL,
  )
}

function isLoopback(server: string): boolean {
  return server.startsWith('127.') || server === '::1'
}
