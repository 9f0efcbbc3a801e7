import { test } from 'bun:test'
import { HEALTHY_REST } from './healthy-rest.ts'
import { expectFinding, type Row } from './judging.ts'

const { helpers } = HEALTHY_REST
const OPEN =
  'the network is open by default, so jailed programs reach them as you do; --network none closes it'
const NO_LOSS = 'nothing is missing today: '
const LOGIN = 'the variable is passed inside, so a jailed program can read the login'
const proxy = (more: object) => ({
  proxies: [{ name: 'HTTPS_PROXY', at: 'proxy:3128', loopback: false, login: false, ...more }],
})

const ROWS: readonly Row[] = [
  ['no service', 'network.open', {}, { ok: 'no service listens on this machine' }],
  [
    'a database',
    'network.open',
    { listeners: [631, 5432] },
    { info: 'services listen on port 631, 5432 of this machine', means: OPEN },
  ],
  [
    'many',
    'network.open',
    { listeners: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] },
    { info: 'services listen on port 1, 2, 3, 4, 5, 6, 7, 8 and 2 more of this machine', means: OPEN },
  ],
  [
    'Docker without a password',
    'network.open',
    { listeners: [22, 2375] },
    {
      warn: 'something listens on port 2375 of this machine (usually Docker without a password)',
      means: 'the network is open by default, so a jailed program can reach it and get out of the jail by it',
      text: 'Stop it, or start agents with --network none (network: none in ~/.config/jail/config.yaml).',
    },
  ],
  ['pasta', 'network.helper', {}, { ok: '/usr/bin/pasta 0.0~git20250503.587980c-2' }],
  [
    'slirp4netns alone',
    'network.helper',
    { helpers: { ...helpers, pasta: null, slirp4netns: { path: '/usr/bin/slirp4netns', version: '1.2.0' } } },
    { ok: '/usr/bin/slirp4netns 1.2.0' },
  ],
  [
    'neither',
    'network.helper',
    { helpers: { ...helpers, pasta: null } },
    {
      info: 'neither pasta nor slirp4netns is installed',
      means: `${NO_LOSS}the networks of jail are open and none, and both work without`,
    },
  ],
  ['a tun device', 'network.tun', {}, { ok: '/dev/net/tun can be opened' }],
  [
    'no tun device',
    'network.tun',
    { tun: false },
    {
      info: '/dev/net/tun is not there or may not be opened',
      means: `${NO_LOSS}only a network made by pasta or slirp4netns would need it`,
    },
  ],
  ['no proxy', 'network.proxy', {}, { ok: 'no proxy is set' }],
  ['a proxy', 'network.proxy', proxy({}), { ok: 'HTTPS_PROXY leads to proxy:3128' }],
  [
    'a proxy on loopback',
    'network.proxy',
    proxy({ at: '127.0.0.1:8118', loopback: true }),
    {
      info: 'HTTPS_PROXY leads to 127.0.0.1:8118 on this machine',
      means: 'it works inside while the network is open; with --network none nothing is there',
    },
  ],
  [
    'a proxy with a password',
    'network.proxy',
    proxy({ login: true }),
    {
      warn: 'HTTPS_PROXY holds a user name or password',
      means: LOGIN,
      text: 'Use a proxy that needs no login, or take the variable back in ~/.config/jail/config.yaml: env: {pass: {HTTPS_PROXY: null}}',
    },
  ],
  [
    'no address',
    'network.proxy',
    proxy({ at: null }),
    {
      warn: 'HTTPS_PROXY holds no address of a proxy',
      means: 'programs inside get it as it is and may find no network',
      text: 'Set it to http://HOST:PORT, or unset it: unset HTTPS_PROXY',
    },
  ],
  ['network namespaces', 'network.loopback-none', {}, { ok: 'nothing forbids a network of its own' }],
  [
    'gVisor',
    'network.loopback-none',
    { surroundings: 'gvisor' },
    {
      info: 'gVisor has its own network stack',
      means: '--network none may fail with RTM_NEWADDR; the open network works',
    },
  ],
  [
    'no network namespaces',
    'network.loopback-none',
    { namespaceLimits: { user: 9, mnt: 9, pid: 9, net: 0, ipc: 9, uts: 9, cgroup: 9 } },
    {
      warn: 'user.max_net_namespaces is 0',
      means: '--network none cannot start; the open network can',
      text: 'Allow namespaces for networks.',
      commands: ['sysctl -w user.max_net_namespaces=15000'],
    },
  ],
]

test.each(ROWS.map((row) => [row[0], row[1], row] as const))('%s: %s', (_, __, row) => expectFinding(row))
