import type { Facets } from '../../src/host/machine.ts'

/** Helpers, limits, terminal, settings and sockets of a machine on which all is well: a desktop with Debian 13. */
export const HEALTHY_REST = {
  helpers: {
    git: { path: '/usr/bin/git', version: '2.47.3' },
    pasta: { path: '/usr/bin/pasta', version: '0.0~git20250503.587980c-2' },
    slirp4netns: null,
    tmux: { path: '/usr/bin/tmux', version: '3.5a' },
  },
  tun: true,
  listeners: [],
  proxies: [],
  cgroup: { version: 2, controllers: ['cpu', 'memory', 'pids'], userManager: true },
  limits: {
    files: { soft: 1024, hard: 524_288, used: 12 },
    processes: { soft: 63_000, hard: 63_000, used: 412 },
  },
  terminal: {
    input: true,
    output: true,
    term: 'xterm-256color',
    described: true,
    legacyTiocsti: false,
    size: { columns: 120, rows: 40 },
  },
  secrets: [{ name: 'GITHUB_TOKEN', passed: false }],
  sockets: [
    { path: '/run/user/1000/bus', power: 'it starts programs in your session', inside: 'hidden' },
    { path: '/run/user/1000/wayland-0', power: 'it shows windows and takes keys', inside: 'hidden' },
  ],
  settings: [
    { path: '/etc/jail/config.yaml', kind: 'administrator', state: 'absent', sentence: null, fix: null },
    { path: '~/.config/jail/config.yaml', kind: 'config', state: 'ok', sentence: null, fix: null },
    { path: '~/src/shop/.jail.yaml', kind: 'project', state: 'absent', sentence: null, fix: null },
  ],
  git: { notices: [] },
  jail: { version: '1.0.0', binary: '/home/ana/.local/bin/jail', inside: false, distrust: null },
} as const satisfies Partial<Facets>
