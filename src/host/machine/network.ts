import type { ProxyVariable } from '../machine.ts'
import type { Gatherer } from './gatherer.ts'

const QUICK_MS = 200

/** Whether there is a device for networks made by a user (pasta and slirp4netns need it). */
export const tun: Gatherer<'tun'> = {
  facet: 'tun',
  limitMs: QUICK_MS,
  gather: ({ files }) => files.may('/dev/net/tun', 4 | 2),
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
