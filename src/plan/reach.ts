import { oneLine } from '../ui/escape.ts'

/** What the command can reach, for people. */
export type Network = {
  readonly mode: 'open' | 'none'
  /** What is in reach, and what is not: a sentence each. */
  readonly reach: readonly string[]
  readonly fix: string
}

const OPEN = [
  'Any host can be reached, as from outside.',
  'So can what listens on the loopback of this machine (databases, development servers, other agents), and its abstract unix sockets.',
  'Sockets that are files (Docker, D-Bus, ssh-agent) are not there unless a rule shows them.',
]
const NONE = [
  'No host can be reached.',
  'There is a loopback of the box only: what listens on this machine is out of reach, its abstract unix sockets too.',
  'Sockets that are files (Docker, D-Bus, ssh-agent) are not there unless a rule shows them.',
]

/** What a network mode means. */
export function networkOf(mode: Network['mode']): Network {
  return mode === 'open'
    ? { mode, reach: OPEN, fix: 'To take the network away: --network none' }
    : { mode, reach: NONE, fix: 'To give the network of this machine: --network open' }
}

/** Whether one host can be reached, as a sentence. `host` as typed: a name or an address, with a port or without. */
export function decideHost(
  { mode, fix }: Network,
  typed: string,
): { readonly sentence: string; readonly fix: string } {
  const host = oneLine(typed)
  if (mode === 'open') {
    const what = isLoopback(host)
      ? `it is the loopback of this machine itself`
      : 'the network is that of this machine'
    return { sentence: `${host} can be reached: ${what}.`, fix }
  }
  return isLoopback(host)
    ? { sentence: `${host} is the box's own loopback: only what runs in the box listens there.`, fix }
    : { sentence: `${host} cannot be reached: there is no network but the loopback of the box.`, fix }
}

/** By name (RFC 6761 6.3) or by address (RFC 6890; connect(2) takes 0.0.0.0 for the loopback). */
function isLoopback(host: string): boolean {
  const name = nameOfHost(host).toLowerCase()
  if (name === 'localhost' || name.endsWith('.localhost') || name === '::1' || name === '0.0.0.0') return true
  const parts = name.split('.')
  return parts.length === 4 && parts[0] === '127' && parts.every((part) => Number(part) <= 255)
}

/** Without a port and the brackets of an IPv6 address. */
function nameOfHost(host: string): string {
  if (host.startsWith('[')) return host.slice(1, host.indexOf(']'))
  const parts = host.split(':')
  return parts.length > 2 ? host : (parts[0] ?? '')
}
