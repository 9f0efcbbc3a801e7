import type { ProxyVariable } from '../machine.ts'
import { type Gatherer, Unknown } from './gatherer.ts'

const QUICK_MS = 200

/** Whether there is a device for networks made by a user (pasta and slirp4netns need it). */
export const tun: Gatherer<'tun'> = {
  facet: 'tun',
  limitMs: QUICK_MS,
  gather: ({ files }) => files.may('/dev/net/tun', 4 | 2),
}

/** Ports that something listens on where the loopback of this machine reaches it. */
export const listeners: Gatherer<'listeners'> = {
  facet: 'listeners',
  limitMs: 400,
  gather({ text }) {
    const four = text('/proc/net/tcp')
    if (four === undefined) throw new Unknown('/proc/net/tcp cannot be read')
    // Without IPv6 in the kernel there is no second file.
    return portsIn(`${four}\n${text('/proc/net/tcp6') ?? ''}`)
  },
}

/** The state LISTEN of a socket, in hexadecimal (include/net/tcp_states.h). */
const LISTEN = '0A'
/** Addresses as /proc/net/tcp writes them: every address, 127.x.x.x with its first byte last, `::`, `::1`, `::ffff:127.x.x.x`. */
const REACHED = /^(00000000|[0-9A-F]{6}7F|0{32}|0{24}01000000|0{16}FFFF0000[0-9A-F]{6}7F):([0-9A-F]{4})$/

/** The ports in the text of /proc/net/tcp and tcp6 (proc_net(5)), sorted, each once. */
export function portsIn(text: string): number[] {
  const ports = new Set<number>()
  for (const line of text.split('\n')) {
    const [, local = '', , state] = line.trim().split(/\s+/)
    const port = state === LISTEN ? REACHED.exec(local)?.[2] : undefined
    if (port !== undefined) ports.add(Number.parseInt(port, 16))
  }
  return [...ports].sort((a, b) => a - b)
}

/** Names that curl, git, npm and the agents read (curl(1), ENVIRONMENT), in both spellings. */
const PROXY_NAMES = ['http_proxy', 'https_proxy', 'all_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY']

export const proxies: Gatherer<'proxies'> = {
  facet: 'proxies',
  limitMs: QUICK_MS,
  gather: ({ env }) =>
    PROXY_NAMES.flatMap((name) => {
      const value = env[name]
      return value === undefined || value === '' ? [] : [parseProxy(name, value)]
    }),
}

/** Where the value of such a variable leads. What stands before the `@` is a login and is not kept. */
export function parseProxy(name: string, value: string): ProxyVariable {
  const bare = value.includes('://') ? value.slice(value.indexOf('://') + 3) : value
  const authority = bare.split('/', 1)[0] ?? ''
  const login = authority.includes('@')
  const place = authority.slice(authority.lastIndexOf('@') + 1)
  const isPlace = /^(\[[0-9a-f:.]+\]|[\w.-]+)(:\d{1,5})?$/i.test(place)
  // A password with a slash in it would cut the authority short: then nothing is shown.
  if (!isPlace || bare.slice(authority.length).includes('@'))
    return { name, at: null, loopback: false, login: login || value.includes('@') }
  return { name, at: place, loopback: isLoopback(place), login }
}

function isLoopback(place: string): boolean {
  const host = place.replace(/:\d+$/, '').toLowerCase()
  return host === 'localhost' || host === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(host)
}
