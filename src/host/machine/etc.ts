import { JailError } from '../../errors.ts'
import { isPattern, isWithin, matchesPattern, nameOf, parentOf } from '../../policy/paths.ts'
import type { Files } from '../../sys/files.ts'
import type { DeadLink, EtcLinks, Resolver } from '../places.ts'
import { isSystem } from '../toolchains/limits.ts'
import type { Walker } from '../walk.ts'
import { boxOf, placeHere, policyOf } from './box.ts'
import type { Gatherer, Ground } from './gatherer.ts'
import { systemWalker } from './place.ts'

/** Files with all trusted roots: Debian and Arch, RHEL and Fedora, SUSE, Alpine and BSD names, NixOS. */
const BUNDLES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem',
  '/etc/ssl/ca-bundle.pem',
  '/etc/ssl/cert.pem',
  '/etc/pki/tls/cert.pem',
  '/etc/ca-certificates/extracted/tls-ca-bundle.pem',
]

/** Variables that name a file or folder of certificates; base passes each when what it names is visible. */
const VARIABLES = [
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
  'NIX_SSL_CERT_FILE',
  'NODE_EXTRA_CA_CERTS',
  'REQUESTS_CA_BUNDLE',
  'CURL_CA_BUNDLE',
  'GIT_SSL_CAINFO',
]

/** The bundles of certificates that are there, and what variables say besides. */
export const certificates: Gatherer<'certificates'> = {
  facet: 'certificates',
  limitMs: 3000,
  async gather(ground) {
    const walker = await systemWalker(ground)
    const stateOf = (path: string): string => walker.resolve(path).state
    return {
      found: BUNDLES.filter((path) => stateOf(path) === 'present'),
      dangling: BUNDLES.filter((path) => stateOf(path) === 'dangling'),
      variables: await certificateVariables(ground),
    }
  },
}

async function certificateVariables(ground: Ground) {
  const named = VARIABLES.filter((name) => ground.env[name]?.startsWith('/'))
  if (named.length === 0) return []
  try {
    const place = await placeHere(ground)
    const { droppedEnv } = boxOf('base', '', place)
    return named.map((name) => {
      const path = ground.env[name] ?? ''
      const isThere = place.walker.resolve(path).state === 'present'
      const state = !isThere ? 'absent' : droppedEnv.includes(name) ? 'hidden' : 'visible'
      return { name, path, state } as const
    })
  } catch (error) {
    // Why there is no box is told by the facets of the person and the project.
    if (error instanceof JailError) return null
    throw error
  }
}

/** Links of the allow-list of /etc that lead nowhere, and what became of /etc/alternatives. */
export const etcLinks: Gatherer<'etcLinks'> = {
  facet: 'etcLinks',
  limitMs: 3000,
  async gather(ground) {
    const walker = await systemWalker(ground)
    return { dangling: deadRules(walker, ground.files), alternatives: alternatives(walker, ground.files) }
  },
}

/** The places of a person do not matter here: only rules below /etc are looked at. */
const NO_PLACES = {
  home: '/nonexistent',
  project: '/nonexistent/project',
  xdg: {
    XDG_CONFIG_HOME: '/nonexistent/c',
    XDG_DATA_HOME: '/nonexistent/d',
    XDG_STATE_HOME: '/nonexistent/s',
    XDG_CACHE_HOME: '/nonexistent/k',
  },
}

function deadRules(walker: Walker, files: Files): DeadLink[] {
  const rules = policyOf('base', NO_PLACES).rules.filter(({ path }) => isWithin(path, '/etc'))
  return rules
    .flatMap(({ path }) => (isPattern(path) ? matching(path, files) : [path]))
    .flatMap((path) => deadLink(path, walker))
}

function matching(pattern: string, files: Files): string[] {
  const folder = parentOf(pattern)
  const names = files.names(folder) ?? []
  return names.filter((name) => matchesPattern(name, nameOf(pattern))).map((name) => `${folder}/${name}`)
}

function deadLink(path: string, walker: Walker): DeadLink[] {
  const fact = walker.resolve(path)
  return fact.state === 'dangling' ? [{ path, to: fact.real }] : []
}

/** Pages of manuals are left out of small images on purpose, while their links stay: only programs count. */
function alternatives(walker: Walker, files: Files): EtcLinks['alternatives'] {
  const names = files.names('/etc/alternatives')
  if (names === undefined) return null
  const paths = names.map((name) => `/etc/alternatives/${name}`).sort()
  const outside = paths.flatMap((path) => {
    const fact = walker.resolve(path)
    return fact.state === 'present' && !isSystem(fact.real) && !isWithin(fact.real, '/etc')
      ? [{ path, to: fact.real }]
      : []
  })
  const dangling = paths.flatMap((path) => deadLink(path, walker)).filter(({ to }) => isProgram(to))
  return { count: paths.length, dangling, outside }
}

function isProgram(path: string): boolean {
  return ['bin', 'sbin', 'games'].includes(nameOf(parentOf(path)))
}

/** /etc/resolv.conf and the servers that it names (resolv.conf(5)). */
export const resolver: Gatherer<'resolver'> = {
  facet: 'resolver',
  limitMs: 3000,
  gather: async (ground) => resolverAt('/etc/resolv.conf', await systemWalker(ground), ground.files),
}

/** The same for any path. */
export function resolverAt(path: string, walker: Walker, files: Files): Resolver {
  const fact = walker.resolve(path)
  if (fact.state === 'unknown') return { kind: 'unreadable', target: path, servers: [] }
  if (fact.state !== 'present') return { kind: fact.state, target: fact.real, servers: [] }
  const text = files.readText(fact.real)
  if (typeof text !== 'string') return { kind: 'unreadable', target: fact.real, servers: [] }
  return { kind: fact.real === path ? 'file' : 'link', target: fact.real, servers: serversIn(text) }
}

/** The servers in the text of resolv.conf(5), in order. */
export function serversIn(text: string): string[] {
  const words = text.split('\n').map((line) => line.trim().split(/\s+/))
  return words.flatMap(([word, server]) => (word === 'nameserver' && server !== undefined ? [server] : []))
}

/** /etc/localtime (localtime(5)). */
export const timeZone: Gatherer<'timeZone'> = {
  facet: 'timeZone',
  limitMs: 3000,
  async gather(ground) {
    const fact = (await systemWalker(ground)).resolve('/etc/localtime')
    if (fact.state === 'dangling') return { file: { dangling: fact.real } }
    if (fact.state === 'absent') return { file: 'absent' }
    if (fact.state !== 'present') return { file: 'unreadable' }
    if (fact.links.length === 0) return { file: 'file' }
    const shown = isSystem(fact.real) || isWithin(fact.real, '/etc')
    return { file: { link: fact.real, shown } }
  },
}
