import { defineCheck } from '../check.ts'
import { info, ok, warn } from '../finding.ts'

export const check = defineCheck({
  id: 'network.dns',
  title: 'Can names be looked up inside?',
  needs: ['resolver'],
  judge: ({ resolver }) => {
    const { kind, target, servers } = resolver
    if (kind === 'dangling' || kind === 'absent')
      return warn(
        kind === 'absent'
          ? 'there is no /etc/resolv.conf'
          : `/etc/resolv.conf leads to ${target}, where there is nothing`,
        'no name of the internet can be looked up, inside and outside',
        {
          text: 'Start the service that writes it (systemd-resolved, NetworkManager), or write one: nameserver ADDRESS',
          url: 'https://man7.org/linux/man-pages/man5/resolv.conf.5.html',
        },
      )
    if (servers.length === 0)
      return info('/etc/resolv.conf names no server', 'names are asked of 127.0.0.1 then (resolv.conf(5))')
    return ok(`names are asked of ${servers.join(', ')}`)
  },
})
