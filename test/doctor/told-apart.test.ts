import { expect, test } from 'bun:test'
import { mendOf } from '../../src/diagnose/cause.ts'
import { explainSetup } from '../../src/diagnose/failure.ts'
import { holdsSetfcap } from '../../src/diagnose/outer-limits.ts'
import { CHECKS } from '../../src/doctor/checks/index.ts'
import { type Blockers, NAMESPACES } from '../../src/host/blockers.ts'
import type { Live } from '../../src/host/live.ts'
import type { Facets } from '../../src/host/machine.ts'
import { HEALTHY_KERNEL } from './healthy-kernel.ts'
import { judge } from './judging.ts'

const OURS = CHECKS.filter(({ group }) =>
  ['bubblewrap', 'namespaces', 'modules', 'surroundings'].includes(group),
)

/**
 * Each blocker of a start, from its facts and bwrap's own words to the checks that fail for it: the real start, and
 * the one that says why.
 */

const { bwrap, process, namespaceLimits } = HEALTHY_KERNEL
const EPERM = 'No permissions to create new namespace, likely because …'
const ENOSPC = 'Creating new namespace failed: No space left on device'
const EACCES = 'Creating new namespace failed: Permission denied'
const EINVAL = 'Creating new namespace failed, likely because the kernel does not support user namespaces.'
const MAP = 'setting up uid map'
const SLAVE = 'Failed to make / slave: Permission denied'
const PROC = "Can't mount proc on /proc: Operation not permitted"
const FILTERED = { ...process, seccomp: 2 }
const ROOT = { uid: 0 } as Facets['person']

const ROWS: readonly (readonly [string, Partial<Facets>, string, readonly string[]])[] = [
  ['kernel.unprivileged_userns_clone=0', { usernsClone: false }, EPERM, ['namespaces.clone-sysctl']],
  [
    'user.max_user_namespaces=0',
    { namespaceLimits: { ...namespaceLimits, user: 0 } },
    ENOSPC,
    ['namespaces.limits'],
  ],
  ['another box', { process: { ...process, singleUser: true } }, ENOSPC, ['namespaces.single-user']],
  ['a chroot', {}, EPERM, ['namespaces.chroot']],
  ['a chroot in a container without a filter', { surroundings: 'docker' }, EPERM, ['namespaces.chroot']],
  [
    'no process left',
    {},
    'Creating new namespace failed: Resource temporarily unavailable',
    ['namespaces.processes'],
  ],
  [
    'root without CAP_SETFCAP',
    { person: ROOT, process: { ...process, bounding: '0' } },
    `${MAP}: Operation not permitted`,
    ['namespaces.setfcap'],
  ],
  ['a kernel without user namespaces', {}, EINVAL, ['namespaces.kernel']],
  [
    'AppArmor on Ubuntu',
    { apparmor: { restricts: true, profile: null } },
    `${MAP}: Permission denied`,
    ['modules.apparmor'],
  ],
  ['SELinux', { selinux: { enforces: true }, label: 'container_t' }, EACCES, ['modules.selinux']],
  ['a hardened service', { process: FILTERED }, EPERM, ['modules.seccomp']],
  ['the profile of a container', { label: 'docker-default (enforce)' }, SLAVE, ['modules.container-label']],
  ['Landlock of another sandbox', {}, SLAVE, ['modules.landlock']],
  ['vm.memfd_noexec=2', { memfdNoexec: 2 }, 'execvp /proc/self/fd/9: Permission denied', ['modules.memfd']],
  [
    'no openat2',
    { openat2: 'missing' },
    "Can't open source /: Function not implemented",
    ['modules.openat2'],
  ],
  ['Docker', { surroundings: 'docker', process: FILTERED }, EPERM, ['surroundings.container']],
  ['Podman with a covered /proc', { surroundings: 'podman' }, PROC, ['surroundings.container']],
  ['Flatpak', { surroundings: 'flatpak', process: FILTERED }, EPERM, ['surroundings.package']],
  ['a strict snap', { surroundings: 'snap' }, EPERM, ['surroundings.package']],
  ['WSL 1', { surroundings: 'wsl1', wsl: { generation: 1, interop: false } }, EINVAL, ['surroundings.wsl']],
  [
    'gVisor',
    { surroundings: 'gvisor' },
    'loopback: Failed RTM_NEWADDR: File exists',
    ['surroundings.gvisor'],
  ],
  ['Termux', { surroundings: 'termux' }, EPERM, ['surroundings.android']],
  [
    'capabilities on the file',
    { bwrap: { ...bwrap, fileCapabilities: true } },
    'Unexpected capabilities but not setuid, old file caps config?',
    ['bubblewrap.capabilities'],
  ],
  [
    'a setuid bwrap',
    { bwrap: { ...bwrap, setuid: true } },
    'setuid use of bubblewrap is not supported',
    ['bubblewrap.setuid'],
  ],
  ['no /tmp, which is for another group to say', {}, 'Failed to mount tmpfs: No such file or directory', []],
  ['words that nobody knows', {}, 'the moon is full', []],
]

test.each(ROWS)('%s is told from all others', (_, difference, words, failing) => {
  const live = failedWith({ ...HEALTHY_KERNEL, person: { uid: 1000 }, ...difference } as Facets, words)
  const found = OURS.filter(({ id }) => judge(id, { ...difference, live }).status === 'fail')
  expect(found.map(({ id }) => id).sort()).toEqual([...failing, 'bubblewrap.live'].sort())
})

/** The real start as doctor-live.ts makes it of bwrap's words. */
function failedWith(facts: Facets, words: string): Live {
  const { cause, sentence } = explainSetup(`bwrap: ${words}\n`, blockersOf(facts))
  const { id, fix } = cause
  const reaches = { kind: 'nothing' } as const
  return { state: 'fails', sentence, fix, cause: id, mend: mendOf(cause), words, reaches }
}

/** What `jail run` would have read on this machine. */
function blockersOf(facts: Facets): Blockers {
  const usable = facts.bwrap.state === 'usable' ? facts.bwrap : bwrap
  return {
    uid: facts.person.uid,
    bwrapPath: usable.path,
    bwrapVersion: usable.version,
    bwrapSetuid: usable.setuid,
    distribution: facts.distribution,
    surroundings: facts.surroundings ?? undefined,
    apparmorRestricts: facts.apparmor.restricts,
    apparmorProfile: facts.apparmor.profile ?? undefined,
    usernsClone: facts.usernsClone ?? undefined,
    noNamespaces: NAMESPACES.filter((kind) => facts.namespaceLimits[kind] === 0),
    selinuxEnforces: facts.selinux.enforces,
    label: facts.label ?? undefined,
    filtered: facts.process.seccomp === 2,
    singleUser: facts.process.singleUser,
    maySetUidMap: holdsSetfcap(facts.process.bounding ?? 'ffffffff'),
    procMounts: facts.proc.covered,
    missingDevices: facts.devices.missing,
    memfdNoexec: facts.memfdNoexec ?? undefined,
  }
}
