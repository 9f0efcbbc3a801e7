import { test } from 'bun:test'
import { failsFor, HEALTHY_KERNEL, refusedFor } from './healthy-kernel.ts'
import { expectFinding, type Row } from './judging.ts'

const { namespaceLimits, process, system } = HEALTHY_KERNEL
const ROOT = {
  uid: 0,
  user: 'root',
  home: '/root',
  account: 'file',
  accountHome: '/root',
  sudo: null,
} as const
const BOX = { ...process, singleUser: true }
/** Without CAP_SETFCAP (31). */
const DROPPED = { ...process, bounding: '000001ff7fffffff' }
const KEPT = 'Allow new namespaces, now and after the next boot (/etc/sysctl.d/60-jail.conf).'
const limit = (kind: string): string[] => [
  `sysctl -w user.max_${kind}_namespaces=15000`,
  `sh -c "echo 'user.max_${kind}_namespaces = 15000' >> /etc/sysctl.d/60-jail.conf"`,
]
const ONE_OF_EACH = 'no jail can be made: it takes one of each kind'

const noneOf = (kind: string): Row => [
  `no ${kind} namespaces`,
  'namespaces.limits',
  { namespaceLimits: { ...namespaceLimits, [kind]: 0 }, live: failsFor('max-namespaces') },
  { fail: `user.max_${kind}_namespaces is 0`, means: ONE_OF_EACH, text: KEPT, commands: limit(kind) },
]

const ROWS: readonly Row[] = [
  ['Linux 6.12', 'namespaces.kernel', {}, { ok: 'linux 6.12.48+deb13-amd64 x64' }],
  [
    'RHEL 8',
    'namespaces.kernel',
    { system: { ...system, kernel: '4.18.0-553.el8.x86_64', arch: 'arm64' } },
    { ok: 'linux 4.18.0-553.el8.x86_64 arm64' },
  ],
  [
    'RHEL 7',
    'namespaces.kernel',
    { system: { ...system, kernel: '3.10.0-1160.el7.x86_64' } },
    {
      warn: 'linux 3.10.0-1160.el7.x86_64 x64',
      means: 'kernels before 4.18 are not tried with jail',
      text: 'Use a newer kernel.',
    },
  ],
  [
    'macOS',
    'namespaces.kernel',
    { system: { ...system, os: 'darwin', kernel: '25.0.0' } },
    {
      fail: 'darwin 25.0.0 x64',
      means: 'jails are made of what Linux alone has',
      text: 'Use a Linux machine, or a virtual one.',
    },
  ],
  [
    'RISC-V',
    'namespaces.kernel',
    { system: { ...system, arch: 'riscv64' } },
    {
      fail: 'linux 6.12.48+deb13-amd64 riscv64',
      means: 'the filter of system calls is made for x86_64 and aarch64 only',
      text: 'Use a machine with one of these.',
    },
  ],
  [
    'a kernel without user namespaces',
    'namespaces.kernel',
    { live: failsFor('kernel') },
    {
      fail: 'linux 6.12.48+deb13-amd64 x64 has no user namespaces',
      means: 'no jail can be made without them (CONFIG_USER_NS)',
      text: "Use the distribution's own kernel.",
    },
  ],
  [
    'Debian with its switch on',
    'namespaces.clone-sysctl',
    {},
    { ok: 'kernel.unprivileged_userns_clone allows it' },
  ],
  [
    'a kernel without the switch',
    'namespaces.clone-sysctl',
    { usernsClone: null },
    { ok: 'this kernel has no switch against it' },
  ],
  [
    'Debian 10',
    'namespaces.clone-sysctl',
    { usernsClone: false },
    {
      fail: 'kernel.unprivileged_userns_clone is 0',
      means: 'only root can make a jail here',
      text: KEPT,
      commands: [
        'sysctl -w kernel.unprivileged_userns_clone=1',
        `sh -c "echo 'kernel.unprivileged_userns_clone = 1' >> /etc/sysctl.d/60-jail.conf"`,
      ],
    },
  ],
  ...['user', 'mnt', 'pid', 'ipc', 'uts', 'cgroup'].map(noneOf),
  [
    'no net namespaces, which --network none alone needs',
    'namespaces.limits',
    { namespaceLimits: { ...namespaceLimits, net: 0 } },
    {
      warn: 'user.max_net_namespaces is 0',
      means: 'jail run --network none cannot be used; other starts work',
      text: KEPT,
      commands: limit('net'),
    },
  ],
  [
    'two kinds, mended together',
    'namespaces.limits',
    { namespaceLimits: { ...namespaceLimits, user: 0, net: 0 } },
    {
      fail: 'user.max_user_namespaces, user.max_net_namespaces are 0',
      means: ONE_OF_EACH,
      text: KEPT,
      commands: [...limit('user'), ...limit('net')],
    },
  ],
  [
    'the box of another jail, where no setting can be changed',
    'namespaces.limits',
    { namespaceLimits: { ...namespaceLimits, user: 0 }, process: BOX },
    {
      fail: 'user.max_user_namespaces is 0',
      means: 'no jail can be made: jail runs inside another sandbox, which allows no new namespaces',
      text: 'Start jail outside of it.',
    },
  ],
  [
    'a kernel without limits',
    'namespaces.limits',
    { namespaceLimits: { ...namespaceLimits, user: null, cgroup: null } },
    { ok: 'no limit of namespaces is 0' },
  ],
  [
    'another box that lets the jail start',
    'namespaces.single-user',
    { process: BOX },
    {
      ok: 'jail runs in a user namespace with one user, as in the box of another sandbox; the jail starts all the same',
    },
  ],
  [
    'another box that does not',
    'namespaces.single-user',
    { process: BOX, live: failsFor('nested') },
    {
      fail: 'jail runs in a user namespace with one user, as in the box of another sandbox',
      means: 'the outer box keeps the jail from being made',
      text: 'Start jail outside of it.',
    },
  ],
  [
    'another box, and something else to blame',
    'namespaces.single-user',
    { process: BOX, live: failsFor('no-tmp') },
    {
      info: 'jail runs in a user namespace with one user, as in the box of another sandbox',
      means: 'not what failed here, but perhaps the next thing: the outer box keeps the jail from being made',
    },
  ],
  [
    'an ordinary user',
    'namespaces.setfcap',
    {},
    { ok: 'you are not root, who alone needs a capability for it' },
  ],
  [
    'an ordinary user in a pod that drops all',
    'namespaces.setfcap',
    { process: { ...process, bounding: '0000000000000000' } },
    { ok: 'you are not root, who alone needs a capability for it' },
  ],
  ['root with all', 'namespaces.setfcap', { person: ROOT }, { ok: 'root has CAP_SETFCAP' }],
  [
    'root without it',
    'namespaces.setfcap',
    { person: ROOT, process: DROPPED, live: failsFor('setfcap') },
    {
      fail: 'root has no CAP_SETFCAP here, as in a container that drops all capabilities',
      means: 'since Linux 5.12 root cannot map users without it, so no jail can be made',
      text: 'Run jail as an ordinary user, or give the container --cap-add SETFCAP.',
    },
  ],
  [
    'root without it before Linux 5.12',
    'namespaces.setfcap',
    { person: ROOT, process: DROPPED },
    {
      ok: 'root has no CAP_SETFCAP here, as in a container that drops all capabilities; the jail starts all the same',
    },
  ],
  [
    'root on a kernel that does not tell',
    'namespaces.setfcap',
    { person: ROOT, process: { ...process, bounding: null } },
    { unknown: '/proc/self/status has no line CapBnd on this kernel' },
  ],
  [
    'a chroot',
    'namespaces.chroot',
    { live: failsFor('chroot') },
    {
      fail: 'user namespaces are refused though every setting allows them, as they are inside a chroot',
      means: 'no jail can be made inside a chroot',
      text: 'Enter the system by systemd-nspawn or bwrap instead of chroot.',
    },
  ],
  [
    'no chroot, in a folder that is no project',
    'namespaces.chroot',
    { live: refusedFor('project.home', true) },
    { ok: 'user namespaces can be made, which no chroot allows' },
  ],
  [
    'no bubblewrap to try it with',
    'namespaces.chroot',
    { live: refusedFor('bwrap.absent', false) },
    { unknown: 'nothing could be started: Refused for bwrap.absent.' },
  ],
  [
    'a failure for another cause',
    'namespaces.chroot',
    { live: failsFor('docker') },
    { ok: 'not what keeps the jail from starting here' },
  ],
  [
    'no process left',
    'namespaces.processes',
    { live: failsFor('processes') },
    {
      fail: 'the kernel gives no further process (EAGAIN)',
      means: 'no jail can be made until some processes end or the limit is raised',
      text: 'Type: ulimit -u; end some processes, or raise the limit in /etc/security/limits.conf.',
    },
  ],
]

test.each(ROWS)('%s: %s', (name, id, difference, found) => expectFinding([name, id, difference, found]))
