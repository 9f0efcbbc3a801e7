import { afterAll, beforeAll, describe, test } from 'bun:test'
import { chmodSync, chownSync, copyFileSync, existsSync } from 'node:fs'
import { join } from 'node:path'
import { agree, type Situation } from './support/agreement.ts'
import { Box, IS_ROOT, JAIL, LONG } from './support/box.ts'
import {
  after,
  CHROOT,
  filtered,
  inChroot,
  mounted,
  nested,
  noFull,
  otherRoot,
  silent,
} from './support/situations.ts'

let box: Box
beforeAll(() => {
  box = new Box()
  // The checkout is not in the chroot.
  if (IS_ROOT && existsSync(CHROOT)) copyFileSync(JAIL, join(box.top, 'jail'))
})
afterAll(() => box.remove())

const CONTAINER = ['surroundings.container']
const INSIDE = /another sandbox, which allows no new namespaces/
const NO_FILTER = /filter refuses new namespaces|a seccomp filter is in force/
const NOT_EVEN = 'not even bwrap --unshare-user --ro-bind / / true'

/** Made by anybody. */
const OURS: readonly Situation[] = [
  { name: 'a machine that works', make: () => [], exit: 0 },
  {
    name: 'a filter that refuses user namespaces, as that of Docker',
    make: filtered,
    exit: 1,
    outside: ['modules.seccomp'],
    inEngine: CONTAINER,
    says: NO_FILTER,
    reach: NOT_EVEN,
  },
  {
    name: 'no bwrap where JAIL_BWRAP says',
    make: () => [],
    env: () => ({ JAIL_BWRAP: '/nowhere/bwrap' }),
    exit: 1,
    fails: ['bubblewrap.trusted'],
    says: /JAIL_BWRAP names \/nowhere\/bwrap, which is not a file/,
  },
  ...[8, 12, 16, 30, 44].map(
    (files): Situation => ({
      name: `no more than ${files} open files`,
      make: () => after(`ulimit -n ${files}`),
      exit: 1,
      fails: ['limits.files'],
      says: /Too few files may be open/,
    }),
  ),
  { name: '60 open files, which are enough', make: () => after('ulimit -n 60'), exit: 0 },
  {
    name: 'a jail inside a jail',
    make: () => [JAIL, 'run', '--read', JAIL, '--'],
    exit: 1,
    fails: IS_ROOT ? ['namespaces.single-user'] : ['bubblewrap.trusted'],
    says: IS_ROOT ? INSIDE : /belongs to nobody who is known here, as in another sandbox/,
  },
]

describe('doctor and run agree with', () => {
  test.each(OURS.map((one) => [one.name, one] as const))('%s', (_, one) => agree(box, one), LONG)
})

const FOR_ROOT: readonly Situation[] = [
  {
    name: 'no user namespaces in a nested one',
    make: () => nested('echo 0 > /proc/sys/user/max_user_namespaces'),
    exit: 1,
    fails: ['namespaces.limits', 'namespaces.single-user'],
    says: INSIDE,
    reach: NOT_EVEN,
  },
  {
    name: 'no namespaces of host names in a nested one',
    make: () => nested('echo 0 > /proc/sys/user/max_uts_namespaces'),
    exit: 1,
    fails: ['namespaces.limits', 'namespaces.single-user'],
    says: INSIDE,
    reach: '--unshare-uts fails',
  },
  {
    name: 'a part of /proc that is covered, in a nested namespace',
    make: () => nested('mount -t tmpfs none /proc/fs', '-mpf --mount-proc'),
    exit: 1,
    inEngine: CONTAINER,
    says: /no new \/proc while parts of this one are covered \(\/proc\/fs\)/,
    reach: '--proc /proc fails',
  },
  {
    name: 'a part of /proc that is covered',
    make: () => mounted('mount -t tmpfs none /proc/fs'),
    exit: 1,
    inEngine: CONTAINER,
    says: /no new \/proc while parts of this one are covered \(\/proc\/fs\)/,
    reach: '--proc /proc fails',
  },
  {
    name: 'a /proc/sys that is read-only',
    make: () => mounted('mount --bind /proc/sys /proc/sys; mount -o remount,ro,bind /proc/sys'),
    exit: 1,
    inEngine: CONTAINER,
    says: /\/proc\/sys/,
  },
  {
    name: 'a /proc that is read-only',
    make: () => mounted('mount -o remount,ro,bind /proc'),
    exit: 1,
    inEngine: CONTAINER,
    says: /\/proc is mounted read-only here/,
    reach: NOT_EVEN,
  },
  {
    name: 'a /dev without full',
    make: () => mounted(noFull),
    exit: 1,
    says: /\/dev lacks \/dev\/full/,
    reach: '--dev /dev fails',
  },
  {
    name: 'no /tmp',
    make: () => otherRoot(box.top),
    exit: 1,
    fails: ['paths.temporary'],
    says: /there is no \/tmp/,
    reach: NOT_EVEN,
  },
  {
    name: 'the same filter where no engine has left its mark',
    make: () => [...otherRoot(box.top, 'mkdir -m 1777 /tmp'), ...filtered()],
    exit: 1,
    fails: ['modules.seccomp'],
    says: /a seccomp filter is in force/,
    reach: NOT_EVEN,
  },
  {
    name: 'no bwrap at all',
    make: () =>
      mounted(
        'for b in /usr/bin/bwrap /usr/local/bin/bwrap; do [ ! -e $b ] || mount --bind /dev/null $b; done',
      ),
    exit: 1,
    fails: ['bubblewrap.present'],
    says: /bubblewrap is not installed/,
  },
  {
    name: 'a root without CAP_SETFCAP',
    make: () => ['setpriv', '--bounding-set=-setfcap'],
    exit: 1,
    fails: ['namespaces.setfcap'],
    says: /root has no CAP_SETFCAP here/,
    reach: NOT_EVEN,
  },
  {
    name: 'programs in memory that may not be executed',
    make: () => nested('echo 2 > /proc/sys/vm/memfd_noexec', '-pf --mount-proc'),
    exit: 1,
    fails: ['modules.memfd'],
    says: /vm\.memfd_noexec is 2/,
    reach: 'no command starts in it',
  },
  {
    name: 'a home folder that does not answer',
    make: () => silent(box.home),
    exit: 1,
    says: /out of reach: the mount .* did not answer/,
  },
  {
    name: 'a project that does not answer',
    make: () => silent(box.project),
    exit: 1,
    says: /out of reach: the mount .* did not answer/,
  },
]

const CHROOTED: Situation = {
  name: 'the chroot of another Debian',
  make: () => inChroot(CHROOT, box.top),
  jail: '/mnt/box/jail',
  exit: 1,
  fails: ['namespaces.chroot'],
  says: /as it does inside a chroot/,
  reach: NOT_EVEN,
}

test('doctor and run agree in a project that cannot be written', () => {
  const closed = new Box()
  try {
    // Root may write whatever the mode says, but not inside, where it has no special rights.
    if (IS_ROOT) chownSync(closed.project, 12345, 12345)
    chmodSync(closed.project, 0o555)
    agree(closed, { name: '', make: () => [], exit: 1, says: /The project .* cannot be written by/ })
  } finally {
    closed.remove()
  }
})

const IN_A_USERS: Situation = {
  name: 'a user namespace around, which knows no root',
  make: () => nested('true'),
  exit: 1,
  fails: ['bubblewrap.trusted'],
  says: /belongs to nobody who is known here, as in another sandbox/,
}

test.skipIf(IS_ROOT)(
  `doctor and run agree with ${IN_A_USERS.name}${IS_ROOT ? ' (skipped: root owns bwrap there)' : ''}`,
  () => agree(box, IN_A_USERS),
)

const why = IS_ROOT ? '' : ' (skipped: only root can make it)'

describe.skipIf(!IS_ROOT)(`doctor and run agree, where only root can make it${why}, with`, () => {
  test.each(FOR_ROOT.map((one) => [one.name, one] as const))('%s', (_, one) => agree(box, one), LONG)
})

const isMissing = !existsSync(CHROOT) && !process.env['JAIL_MUST_WORK']
const whyNot = IS_ROOT ? 'run scripts/fetch-chroot' : 'only root can enter it'
test.skipIf(!IS_ROOT || isMissing)(
  `doctor and run agree in ${CHROOTED.name}${IS_ROOT && !isMissing ? '' : ` (skipped: ${whyNot})`}`,
  () => agree(box, CHROOTED),
  LONG,
)
