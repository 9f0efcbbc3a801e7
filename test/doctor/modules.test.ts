import { test } from 'bun:test'
import { failsFor, HEALTHY_KERNEL, refusedFor } from './healthy-kernel.ts'
import { expectFinding, type Row } from './judging.ts'

const { bwrap, process } = HEALTHY_KERNEL
const RESTRICTED = { apparmor: { restricts: true, profile: null } }
const UBUNTU = [
  'apt-get install apparmor-profiles',
  'install -m 0644 /usr/share/apparmor/extra-profiles/bwrap-userns-restrict /etc/apparmor.d/',
  'apparmor_parser -r /etc/apparmor.d/bwrap-userns-restrict',
]
const RESTRICTS = 'AppArmor restricts user namespaces, and no profile names /usr/bin/bwrap'
const USELESS = 'bubblewrap may make a user namespace and do nothing in it, so no jail can be made'
const GIVE = 'Give bubblewrap the profile that Ubuntu has for it.'
const DOCKER_LABEL = 'docker-default (enforce)'
const FILTERED = { process: { ...process, seccomp: 2 } }
const FILTER = 'a filter of system calls is in force on jail (Seccomp: 2)'

const ROWS: readonly Row[] = [
  ['no restriction', 'modules.apparmor', {}, { ok: 'AppArmor does not restrict user namespaces' }],
  [
    'Ubuntu 24.04',
    'modules.apparmor',
    { ...RESTRICTED, live: failsFor('apparmor') },
    { fail: RESTRICTS, means: USELESS, text: GIVE, commands: UBUNTU },
  ],
  [
    'Ubuntu 24.04 before bubblewrap is installed',
    'modules.apparmor',
    { ...RESTRICTED, bwrap: { state: 'absent' }, live: refusedFor('bwrap.absent', false) },
    { warn: RESTRICTS, means: USELESS, text: GIVE, commands: UBUNTU },
  ],
  [
    'Ubuntu 25.04, which brings the profile',
    'modules.apparmor',
    { apparmor: { restricts: true, profile: '/etc/apparmor.d/bwrap-userns-restrict' } },
    {
      ok: 'AppArmor restricts user namespaces, and /etc/apparmor.d/bwrap-userns-restrict names /usr/bin/bwrap',
    },
  ],
  ['root on Ubuntu', 'modules.apparmor', RESTRICTED, { ok: `${RESTRICTS}; the jail starts all the same` }],
  [
    'bwrap of Homebrew on Ubuntu',
    'modules.apparmor',
    { ...RESTRICTED, bwrap: { ...bwrap, path: '/opt/brew/bwrap' }, live: failsFor('apparmor') },
    {
      fail: 'AppArmor restricts user namespaces, and no profile names /opt/brew/bwrap',
      means: USELESS,
      text: "Use the distribution's /usr/bin/bwrap, or write a profile for this path.",
    },
  ],
  ['no SELinux', 'modules.selinux', {}, { ok: 'SELinux does not enforce anything' }],
  [
    'Fedora',
    'modules.selinux',
    { selinux: { enforces: true }, label: 'unconfined_u:unconfined_r:unconfined_t:s0' },
    {
      ok: 'SELinux enforces its policy, and jail runs as unconfined_u:unconfined_r:unconfined_t:s0; the jail starts all the same',
    },
  ],
  [
    'a container on Fedora',
    'modules.selinux',
    { selinux: { enforces: true }, label: 'container_t', live: failsFor('selinux') },
    {
      fail: 'SELinux enforces its policy, and jail runs as container_t',
      means: 'its policy keeps the jail from being made',
      text: 'See what it refused: sudo ausearch -m avc -c bwrap. In a container: --security-opt label=disable',
    },
  ],
  ['no filter', 'modules.seccomp', {}, { ok: 'no filter is in force' }],
  ['a filter that allows it', 'modules.seccomp', FILTERED, { ok: `${FILTER}; the jail starts all the same` }],
  [
    'a hardened service',
    'modules.seccomp',
    { ...FILTERED, live: failsFor('seccomp') },
    {
      fail: FILTER,
      means: 'it keeps the jail from being made',
      text: 'Start jail from a plain login, or lift the filter of the service: systemctl edit UNIT.',
    },
  ],
  [
    'a filter, and no bubblewrap',
    'modules.seccomp',
    { ...FILTERED, live: refusedFor('bwrap.absent', false) },
    {
      info: FILTER,
      means:
        'nothing could be started to tell whether it matters. If it does: it keeps the jail from being made',
    },
  ],
  [
    'a filter, and a folder that is no project',
    'modules.seccomp',
    { ...FILTERED, live: refusedFor('project.home', true) },
    { ok: `${FILTER}; bubblewrap starts all the same` },
  ],
  [
    'a kernel that does not tell',
    'modules.seccomp',
    { process: { ...process, seccomp: null } },
    { unknown: '/proc/self/status has no line Seccomp on this kernel' },
  ],
  ['no label', 'modules.container-label', { label: null }, { ok: 'no security module labels jail' }],
  ['unconfined', 'modules.container-label', {}, { ok: 'jail runs as unconfined' }],
  [
    "Docker's profile",
    'modules.container-label',
    { label: DOCKER_LABEL, live: failsFor('apparmor-container') },
    {
      fail: `jail runs under the AppArmor profile ${DOCKER_LABEL}`,
      means: 'it keeps the jail from being made, since no mounts are allowed under it',
      text: 'Docker: add --security-opt apparmor=unconfined. LXC: set security.nesting=true on the host.',
    },
  ],
  [
    'Landlock is there',
    'modules.landlock',
    {},
    { ok: 'version 6 of its interface, which keeps signals and abstract sockets in the box' },
  ],
  [
    'Landlock of Debian 12',
    'modules.landlock',
    { landlock: { abi: 2 } },
    {
      info: 'Landlock has scopes since version 6 (Linux 6.12), and here it is 2',
      means:
        'signals to the process group of jail reach the host, and with the open network abstract unix sockets do',
    },
  ],
  [
    'Landlock that is switched off',
    'modules.landlock',
    { landlock: { abi: -95 } },
    {
      info: 'Landlock is switched off on this kernel',
      means:
        'signals to the process group of jail reach the host, and with the open network abstract unix sockets do',
    },
  ],
  [
    'no Landlock',
    'modules.landlock',
    { landlock: { abi: 0 } },
    {
      info: 'this kernel has no Landlock',
      means:
        'signals to the process group of jail reach the host, and with the open network abstract unix sockets do',
    },
  ],
  [
    'started by another sandbox',
    'modules.landlock',
    { live: failsFor('landlock') },
    {
      fail: 'mounts are refused though nothing else forbids them, as Landlock does it',
      means: 'another sandbox started jail, and no jail can be made in it',
      text: 'Start jail outside of it.',
    },
  ],
  ['an old kernel', 'modules.memfd', { memfdNoexec: null }, { ok: 'this kernel always allows it' }],
  ['vm.memfd_noexec=1', 'modules.memfd', { memfdNoexec: 1 }, { ok: 'vm.memfd_noexec is 1' }],
  [
    'vm.memfd_noexec=2',
    'modules.memfd',
    { memfdNoexec: 2, live: failsFor('memfd-noexec') },
    {
      fail: 'vm.memfd_noexec is 2',
      means: 'the small program that starts the command in the box lies in memory, and is refused',
      text: 'Let programs in memory be executed when they ask for it.',
      commands: ['sysctl -w vm.memfd_noexec=1'],
    },
  ],
  ['openat2', 'modules.openat2', {}, { ok: 'openat2 works' }],
  [
    'an old kernel with an old bubblewrap',
    'modules.openat2',
    { openat2: 'missing' },
    { ok: 'openat2 is missing in this kernel, or hidden by a filter; the jail starts all the same' },
  ],
  [
    'an old filter with a new bubblewrap',
    'modules.openat2',
    { openat2: 'refused', live: failsFor('openat2') },
    {
      fail: 'openat2 is refused by a filter',
      means: 'builds of bubblewrap 0.12 and newer may not start without it',
      text: 'Update the container engine (libseccomp 2.5.0 or later).',
    },
  ],
]

test.each(ROWS)('%s: %s', (name, id, difference, found) => expectFinding([name, id, difference, found]))
