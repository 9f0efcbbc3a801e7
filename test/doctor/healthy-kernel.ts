import type { Live, Mend } from '../../src/host/live.ts'
import type { Facets } from '../../src/host/machine.ts'

/** Options of bwrap 0.12, as far as the plan asks for them. */
const OPTIONS = [
  '--args',
  '--bind',
  '--bind-data',
  '--cap-drop',
  '--chdir',
  '--dev',
  '--disable-userns',
  '--file',
  '--json-status-fd',
  '--perms',
  '--proc',
  '--remount-ro',
  '--ro-bind',
  '--ro-bind-data',
  '--seccomp',
  '--size',
  '--symlink',
  '--tmpfs',
]

/** The kernel's side of a machine on which all is well: Debian 13 with an ordinary user. */
export const HEALTHY_KERNEL = {
  system: { os: 'linux', kernel: '6.12.48+deb13-amd64', arch: 'x64', version: '#1 SMP' },
  distribution: { id: 'debian', like: [], name: 'Debian GNU/Linux 13 (trixie)' },
  bwrap: {
    state: 'usable',
    path: '/usr/bin/bwrap',
    setuid: false,
    version: '0.12.0',
    options: OPTIONS,
    fileCapabilities: false,
  },
  namespaceLimits: {
    user: 63_000,
    mnt: 63_000,
    pid: 63_000,
    net: 63_000,
    ipc: 63_000,
    uts: 63_000,
    cgroup: 63_000,
  },
  usernsClone: true,
  apparmor: { restricts: false, profile: null },
  selinux: { enforces: false },
  label: 'unconfined',
  process: {
    seccomp: 0,
    noNewPrivs: false,
    ambient: '0000000000000000',
    permitted: '0000000000000000',
    bounding: '000001ffffffffff',
    singleUser: false,
    traced: false,
  },
  surroundings: null,
  wsl: null,
  proc: { mounted: true, readOnly: false, covered: [] },
  sys: { mounted: true },
  devices: { missing: [] },
  landlock: { abi: 6 },
  openat2: 'works',
  memfdNoexec: 0,
  live: { state: 'works', weakened: [] },
} as const satisfies Partial<Facets>

/** A real start that failed for this cause. */
export function failsFor(cause: string, more: Partial<Extract<Live, { state: 'fails' }>> = {}): Live {
  const mend: Mend = { text: 'Mend it.', commands: ['mend it'], root: true, url: 'https://example.org/mend' }
  return {
    state: 'fails',
    sentence: `The jail could not be set up: ${cause}.`,
    fix: 'Type: sudo mend it',
    cause,
    mend,
    words: 'no',
    reaches: { kind: 'nothing' },
    ...more,
  }
}

/** A start that `jail run` refused before bwrap. */
export function refusedFor(id: string, leastWorks: boolean): Live {
  return { state: 'refused', id, sentence: `Refused for ${id}.`, fix: 'Go elsewhere.', leastWorks }
}
