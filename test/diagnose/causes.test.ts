import { expect, test } from 'bun:test'
import { causeOf } from '../../src/diagnose/causes.ts'
import { classify } from '../../src/diagnose/classify.ts'
import { setupFailure } from '../../src/diagnose/failure.ts'
import type { Blockers } from '../../src/host/blockers.ts'

const PLAIN: Blockers = {
  uid: 1000,
  bwrapPath: '/usr/bin/bwrap',
  bwrapVersion: '0.8.0',
  bwrapSetuid: false,
  distribution: { id: 'debian', like: [], name: 'Debian' },
  surroundings: undefined,
  apparmorRestricts: false,
  apparmorProfile: undefined,
  usernsClone: undefined,
  noNamespaces: [],
  selinuxEnforces: false,
  label: undefined,
  filtered: false,
  singleUser: false,
  maySetUidMap: true,
  procMounts: [],
  missingDevices: [],
  memfdNoexec: undefined,
}
const DENIED = 'No permissions to create new namespace, likely because …'
const FULL = 'Creating new namespace failed: No space left on device'
const UID_MAP = 'setting up uid map: Permission denied'
const PROC = "Can't mount proc on /proc: Operation not permitted"

/** host, its difference from a plain machine, bwrap's words, the one cause, and what the fix must hold. */
const HOSTS: readonly (readonly [string, Partial<Blockers>, string, string, string])[] = [
  ['Debian 10', { usernsClone: false }, DENIED, 'clone-sysctl', 'kernel.unprivileged_userns_clone=1'],
  ['a chroot', { usernsClone: true }, DENIED, 'chroot', 'systemd-nspawn'],
  [
    'a chroot in a container that has no filter',
    { surroundings: 'docker' },
    DENIED,
    'chroot',
    'systemd-nspawn',
  ],
  ['Docker', { surroundings: 'docker', filtered: true }, DENIED, 'docker', 'seccomp=unconfined'],
  ['Kubernetes', { surroundings: 'kubernetes', filtered: true }, DENIED, 'kubernetes', 'procMount: Unmasked'],
  [
    'a Flatpak terminal',
    { surroundings: 'flatpak', filtered: true },
    DENIED,
    'flatpak',
    'flatpak-spawn --host',
  ],
  ['a hardened service', { filtered: true }, DENIED, 'seccomp', 'systemctl edit'],
  [
    'a switched off sysctl in Docker',
    { surroundings: 'docker', usernsClone: false },
    DENIED,
    'clone-sysctl',
    'sysctl',
  ],
  ['RHEL with STIG', { noNamespaces: ['user'] }, FULL, 'max-namespaces', 'user.max_user_namespaces=15000'],
  ['no net namespaces', { noNamespaces: ['net'] }, FULL, 'max-namespaces', 'user.max_net_namespaces=15000'],
  ['another jail', { singleUser: true, noNamespaces: ['user'] }, FULL, 'nested', 'outside'],
  ['deep nesting', {}, FULL, 'depth', 'further out'],
  ['Ubuntu 24.04', { apparmorRestricts: true }, UID_MAP, 'apparmor', 'apparmor_parser -r'],
  [
    'Ubuntu 24.04 with bwrap of Homebrew',
    { apparmorRestricts: true, bwrapPath: '/home/linuxbrew/.linuxbrew/bin/bwrap' },
    UID_MAP,
    'apparmor',
    '/usr/bin/bwrap',
  ],
  ['Fedora', { selinuxEnforces: true, label: 'container_t' }, UID_MAP, 'selinux', 'ausearch'],
  [
    'root without CAP_SETFCAP',
    { uid: 0, maySetUidMap: false },
    'setting up uid map: Operation not permitted',
    'setfcap',
    'SETFCAP',
  ],
  ['masked /proc of Docker', { procMounts: ['/proc/kcore'] }, PROC, 'masked-proc', 'systempaths=unconfined'],
  ['masked /proc of Podman', { surroundings: 'podman' }, PROC, 'masked-proc', 'unmask=ALL'],
  ['a setuid bwrap', {}, 'setuid use of bubblewrap is not supported', 'setuid', 'chmod u-s /usr/bin/bwrap'],
  [
    'a setuid bwrap that cannot limit namespaces',
    { bwrapSetuid: true },
    'cannot open /proc/sys/user/max_user_namespaces: Permission denied',
    'setuid',
    'chmod u-s',
  ],
  [
    'a read-only /proc/sys',
    {},
    'cannot open /proc/sys/user/max_user_namespaces: Read-only file system',
    'proc-sys',
    'systempaths=unconfined',
  ],
  [
    'vm.memfd_noexec=2',
    { memfdNoexec: 2 },
    'execvp /proc/self/fd/9: Permission denied',
    'memfd-noexec',
    'vm.memfd_noexec=1',
  ],
  [
    'docker-default of AppArmor',
    { label: 'docker-default (enforce)' },
    'Failed to make / slave: Permission denied',
    'apparmor-container',
    'apparmor=unconfined',
  ],
  [
    'a pid namespace with the /proc of another',
    {},
    'open /proc/9/ns/ns failed: No such file or directory',
    'foreign-proc',
    'mount -t proc proc /proc',
  ],
  ['words that nobody knows', {}, 'the moon is full', 'unknown', 'report'],
]

test.each(HOSTS)('%s', (_, difference, words, id, fix) => {
  const cause = causeOf(classify(words), words, { ...PLAIN, ...difference })
  expect(cause.id).toBe(id)
  expect(cause.fix).toContain(fix)
})

test.each(HOSTS)('%s: the commands of doctor are those of the sentence', (_, difference, words) => {
  const { fix, mend } = causeOf(classify(words), words, { ...PLAIN, ...difference })
  const [first] = mend?.commands ?? []
  if (first === undefined) expect(mend?.text ?? fix).toBe(fix)
  else expect(fix).toStartWith(`Type: sudo ${first}`)
})

test('a profile of AppArmor that names bwrap takes the blame away from the restriction', () => {
  const host = { ...PLAIN, apparmorRestricts: true, apparmorProfile: '/etc/apparmor.d/bwrap' }
  expect(causeOf('uid-map-access', UID_MAP, host).id).toBe('refused')
})

test('the sentence has the cause, the version and the words', () => {
  const error = setupFailure('bwrap: the moon is full\n', PLAIN)
  expect(error.message).toContain('bwrap 0.8.0 says: the moon is full')
  expect(error.exit).toBe(125)
})
