import { readFileSync } from 'node:fs'
import { sameAsOutside } from '../src/verify/outside-answer.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'works-dns-config',
  claim: 'The name servers of /etc/resolv.conf are those of the machine.',
  guards: [],
  networks: ['open'],
  ...sameAsOutside('dns-config', nameServers),
})

function nameServers(): string[] | null {
  try {
    const lines = readFileSync('/etc/resolv.conf', 'utf8').split('\n')
    return lines.filter((line) => /^\s*nameserver\s/.test(line))
  } catch {
    // A machine without one asks the server on its own loopback (resolv.conf(5)).
    return null
  }
}
