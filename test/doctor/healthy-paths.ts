import { AGENTS } from '../../src/doctor/agents.ts'
import type { Facets } from '../../src/host/machine.ts'
import type { AgentInstall, NodeInstall, OnMount, PathEntry } from '../../src/host/places.ts'

/** The facets of paths, the person, tools and agents on Ana's machine, which has nothing to mend. */
export type PathFacets = Pick<
  Facets,
  | 'distribution'
  | 'person'
  | 'systemPaths'
  | 'loaders'
  | 'certificates'
  | 'etcLinks'
  | 'resolver'
  | 'timeZone'
  | 'temporary'
  | 'home'
  | 'project'
  | 'state'
  | 'image'
  | 'path'
  | 'nodes'
  | 'agents'
>

export const EXT4: NonNullable<OnMount> = {
  point: '/',
  type: 'ext4',
  noexec: false,
  readOnly: false,
  remote: false,
}

export const ENTRY: PathEntry = {
  path: '/usr/bin',
  state: 'folder',
  open: null,
  visible: 'programs and libraries',
  shims: null,
}

export const NODE: NodeInstall = {
  path: '/home/ana/.nvm/versions/node/v22.11.0/bin/node',
  real: '/home/ana/.nvm/versions/node/v22.11.0/bin/node',
  by: 'nvm',
  version: '22.11.0',
  first: true,
  visible: true,
}

export const ABSENT: AgentInstall = {
  name: '',
  state: 'absent',
  path: '',
  real: '',
  node: null,
  reachable: false,
  why: '',
}

export const CLAUDE: AgentInstall = {
  name: 'claude',
  state: 'found',
  path: '/home/ana/.local/bin/claude',
  real: '/home/ana/.local/share/claude/versions/2.1.197',
  node: null,
  reachable: true,
  why: '',
}

export const HEALTHY_PATHS: PathFacets = {
  distribution: { id: 'debian', like: [], name: 'Debian GNU/Linux 12 (bookworm)' },
  person: {
    uid: 1000,
    user: 'ana',
    home: '/home/ana',
    account: 'file',
    accountHome: '/home/ana',
    sudo: null,
  },
  systemPaths: {
    '/usr': 'folder',
    '/etc': 'folder',
    '/bin': { link: 'usr/bin', dangling: false },
    '/sbin': { link: 'usr/sbin', dangling: false },
    '/lib': { link: 'usr/lib', dangling: false },
    '/lib32': null,
    '/lib64': { link: 'usr/lib64', dangling: false },
    '/libx32': null,
  },
  loaders: { found: ['/lib64/ld-linux-x86-64.so.2'], wanted: '/lib64/ld-linux-x86-64.so.2' },
  certificates: { found: ['/etc/ssl/certs/ca-certificates.crt'], dangling: [], variables: [] },
  etcLinks: { dangling: [], alternatives: { count: 120, dangling: [], outside: [] } },
  resolver: { kind: 'file', target: '/etc/resolv.conf', servers: ['192.0.2.53'] },
  timeZone: { file: { link: '/usr/share/zoneinfo/Europe/Lisbon', shown: true } },
  temporary: { path: '/tmp', state: 'folder', uid: 0, mode: 0o1777, writable: true, mount: EXT4 },
  home: {
    named: '/home/ana',
    path: '/home/ana',
    state: 'folder',
    uid: 1000,
    mode: 0o700,
    writable: true,
    mount: EXT4,
    encrypted: false,
  },
  project: { path: '/home/ana/src/shop', why: 'git', refusal: null, mount: EXT4 },
  state: {
    path: '/home/ana/.local/state/jail',
    writable: true,
    nearest: { path: '/home/ana/.local/state', uid: 1000 },
  },
  image: { kind: 'plain', roots: [], missing: [] },
  path: [{ ...ENTRY, path: '/home/ana/.nvm/versions/node/v22.11.0/bin', visible: 'programs of nvm' }, ENTRY],
  nodes: [NODE],
  agents: AGENTS.map(({ name }) => (name === 'claude' ? CLAUDE : { ...ABSENT, name })),
}
