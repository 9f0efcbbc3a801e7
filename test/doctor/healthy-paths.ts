import type { Facets } from '../../src/host/machine.ts'

const MOUNT = { filesystem: 'ext4', noexec: false, readOnly: false }
const HOME = { path: '/home/ana', state: 'folder', uid: 1000, mode: 0o700, writable: true, ...MOUNT } as const
const MERGED = { bin: 'usr/bin', sbin: 'usr/sbin', lib: 'usr/lib', lib64: 'usr/lib64' }

/** People, folders and tools of a machine on which all is well: Debian 13 with an ordinary user. */
export const HEALTHY_PATHS = {
  person: {
    uid: 1000,
    user: 'ana',
    home: '/home/ana',
    account: 'file',
    accountHome: '/home/ana',
    sudo: null,
  },
  systemPaths: Object.fromEntries(
    Object.entries(MERGED).map(([name, link]) => [`/${name}`, { link, dangling: false }]),
  ),
  loaders: ['/lib64/ld-linux-x86-64.so.2'],
  certificates: { found: ['/etc/ssl/certs/ca-certificates.crt'], dangling: [] },
  etcLinks: { dangling: [] },
  resolver: { kind: 'file', target: '/etc/resolv.conf', servers: ['192.168.1.1'] },
  timeZone: { file: { link: '/usr/share/zoneinfo/Europe/Vienna' } },
  temporary: { path: '/tmp', state: 'folder', uid: 0, mode: 0o1777, writable: true, ...MOUNT },
  home: { ...HOME, encrypted: false, named: '/home/ana' },
  project: { path: '/home/ana/src/shop', why: 'git', refusal: null, filesystem: 'ext4' },
  state: { path: '/home/ana/.local/state/jail', writable: true },
  image: { kind: 'plain', roots: [] },
  path: ['/usr/local/bin', '/usr/bin', '/bin'].map((path) => ({
    path,
    state: 'folder' as const,
    open: false,
    visible: 'programs',
  })),
  nodes: [
    { path: '/usr/bin/node', real: '/usr/bin/node', by: 'the system', version: '20.19.2', first: true },
  ],
  agents: [],
} as const satisfies Partial<Facets>
