import { describe, expect, test } from 'bun:test'
import type { Cgroups } from '../../src/host/facts.ts'
import { gatherCgroups } from '../../src/host/gather/cgroups.ts'
import type { Files } from '../../src/sys/files.ts'

const V1_MOUNTS = [
  '35 31 0:32 / /cg/memory rw,relatime - cgroup cgroup rw,memory',
  '39 31 0:36 / /cg/pids rw,relatime - cgroup cgroup rw,pids',
  '41 31 0:38 / /cg/unified rw,relatime - cgroup2 cgroup2 rw',
].join('\n')
const V2_MOUNTS = '30 23 0:26 / /cg rw,nosuid - cgroup2 cgroup2 rw,nsdelegate'

type Given = {
  readonly own: string
  readonly mounts: string
  readonly texts?: Record<string, string>
  readonly writable?: readonly string[]
  readonly there?: readonly string[]
  readonly uid?: number
  readonly env?: Record<string, string>
}

/** What a machine with these texts answers, on which only these paths can be written. */
function gathered({
  own,
  mounts,
  texts = {},
  writable = [],
  there = [],
  uid = 1000,
  env = {},
}: Given): Cgroups {
  const all: Record<string, string> = { '/proc/self/cgroup': own, '/proc/self/mountinfo': mounts, ...texts }
  const files = {
    readText: (path: string) => all[path] ?? -2,
    may: (path: string) => writable.includes(path),
    stat: (path: string) => (there.includes(path) ? { kind: 'other' } : -2),
  } as unknown as Files
  return gatherCgroups(files, { uid, env })
}

function places(given: Given) {
  const { memory, pids } = gathered(given)
  return [memory, pids].map((place) => (place.can ? [place.version, place.above] : place.because))
}

const both = (one: unknown) => [one, one]
const USER = '/user.slice/app.slice'
const HANDED = { [`/cg${USER}/cgroup.subtree_control`]: 'memory pids\n' }

test.each<[string, Given, unknown]>([
  [
    'version 1 as root: in the own group',
    { own: '8:pids:/\n4:memory:/a/b\n0::/\n', mounts: V1_MOUNTS, writable: ['/cg/pids', '/cg/memory/a/b'] },
    [
      [1, '/cg/memory/a/b'],
      [1, '/cg/pids'],
    ],
  ],
  [
    'version 1 with several controllers in one tree',
    {
      own: '3:cpu,pids,memory:/x\n',
      mounts: '35 31 0:32 / /cg/all rw - cgroup cgroup rw,cpu,pids,memory',
      writable: ['/cg/all/x'],
    },
    both([1, '/cg/all/x']),
  ],
  [
    'version 1 as a user',
    { own: '8:pids:/\n4:memory:/a\n', mounts: V1_MOUNTS },
    ['/cg/memory/a cannot be written by this user', '/cg/pids cannot be written by this user'],
  ],
  [
    'version 1 in a container, read-only, as root',
    {
      own: '8:pids:/docker/1\n4:memory:/docker/1\n',
      mounts: [
        '35 31 0:32 /docker/1 /cg/memory ro,nosuid - cgroup cgroup rw,memory',
        '39 31 0:36 /docker/1 /cg/pids ro,nosuid - cgroup cgroup rw,pids',
      ].join('\n'),
    },
    ['/cg/memory is mounted read-only', '/cg/pids is mounted read-only'],
  ],
  [
    'a mixture: pids in version 1, memory in version 2',
    {
      own: `8:pids:/\n0::${USER}/x\n`,
      mounts: `39 31 0:36 / /one/pids rw - cgroup cgroup rw,pids\n${V2_MOUNTS}`,
      texts: HANDED,
      writable: ['/one/pids', `/cg${USER}`, `/cg${USER}/cgroup.procs`],
    },
    [
      [2, `/cg${USER}`],
      [1, '/one/pids'],
    ],
  ],
  [
    'version 2, delegated: beside the own group, whose name has a colon',
    {
      own: `0::${USER}/x:1.scope\n`,
      mounts: V2_MOUNTS,
      texts: HANDED,
      writable: [`/cg${USER}`, `/cg${USER}/cgroup.procs`],
    },
    both([2, `/cg${USER}`]),
  ],
  [
    'version 2 right below the top',
    {
      own: '0::/x\n',
      mounts: V2_MOUNTS,
      texts: { '/cg/cgroup.subtree_control': 'cpu memory pids\n' },
      writable: ['/cg', '/cg/cgroup.procs'],
    },
    both([2, '/cg']),
  ],
  [
    'version 2 without leave to move processes',
    { own: `0::${USER}/x\n`, mounts: V2_MOUNTS, texts: HANDED, writable: [`/cg${USER}`] },
    both(`/cg${USER} cannot be written by this user`),
  ],
  [
    'version 2 that hands pids on and no memory',
    {
      own: `0::${USER}/x\n`,
      mounts: V2_MOUNTS,
      texts: { [`/cg${USER}/cgroup.subtree_control`]: 'pids\n' },
      writable: [`/cg${USER}`, `/cg${USER}/cgroup.procs`],
    },
    [`/cg${USER} does not hand memory on`, [2, `/cg${USER}`]],
  ],
  [
    'version 2 seen through two mounts, of which only the first shows the own group',
    {
      own: `0::${USER}/x\n`,
      mounts: `${V2_MOUNTS}\n31 23 0:26 /other /mnt rw - cgroup2 cgroup2 rw`,
      texts: HANDED,
      writable: [`/cg${USER}`, `/cg${USER}/cgroup.procs`],
    },
    both([2, `/cg${USER}`]),
  ],
  [
    'version 2 covered by a later mount of the same tree',
    {
      own: `0::${USER}/x\n`,
      mounts: `${V2_MOUNTS}\n31 30 0:26 /user.slice /cg\\040two rw - cgroup2 cgroup2 rw`,
      texts: { '/cg two/app.slice/cgroup.subtree_control': 'memory pids\n' },
      writable: ['/cg two/app.slice', '/cg two/app.slice/cgroup.procs'],
    },
    both([2, '/cg two/app.slice']),
  ],
  [
    'version 2 in a container, at the top of what is visible',
    { own: '0::/\n', mounts: V2_MOUNTS },
    both('the control group above its own is not visible here'),
  ],
  [
    'version 2 in a container that shares the names of its host',
    { own: '0::/docker/1\n', mounts: '30 23 0:26 /docker/1 /cg rw - cgroup2 cgroup2 rw' },
    both('the control group above its own is not visible here'),
  ],
  [
    'a group whose name only begins like what is mounted',
    { own: '0::/docker/12\n', mounts: '30 23 0:26 /docker/1 /cg rw - cgroup2 cgroup2 rw' },
    both('the control group above its own is not visible here'),
  ],
  [
    'a group outside of the namespace',
    { own: '0::/../../x\n', mounts: V2_MOUNTS },
    both('the control group above its own is not visible here'),
  ],
  ['no control groups', { own: '', mounts: '' }, both('there are no control groups')],
])('%s', (_, given, found) => {
  expect(places(given)).toEqual(found as never)
})

const BOOTED = '/run/systemd/system'
const MANAGER = '/cg/user.slice/user-1000.slice/user@1000.service/cgroup.controllers'
const USERS_SOCKET = '/run/user/1000/systemd/private'

describe('a scope of systemd', () => {
  const own = `0::${USER}/x\n`
  test.each<[string, Partial<Given>, unknown]>([
    [
      'of the person, found without XDG_RUNTIME_DIR too',
      { there: [BOOTED, USERS_SOCKET], texts: { [MANAGER]: 'cpu memory pids\n' } },
      [USERS_SOCKET, '/cg', ['memory', 'pids']],
    ],
    [
      'of the person, where XDG_RUNTIME_DIR says',
      {
        there: [BOOTED, '/r/systemd/private'],
        texts: { [MANAGER]: 'memory pids\n' },
        env: { XDG_RUNTIME_DIR: '/r' },
      },
      ['/r/systemd/private', '/cg', ['memory', 'pids']],
    ],
    [
      'that gets pids alone',
      { there: [BOOTED, USERS_SOCKET], texts: { [MANAGER]: 'cpu pids\n' } },
      [USERS_SOCKET, '/cg', ['pids']],
    ],
    [
      'that gets nothing',
      { there: [BOOTED, USERS_SOCKET], texts: { [MANAGER]: '\n' } },
      'systemd has neither memory nor pids to hand on',
    ],
    [
      'of the system, for root',
      {
        uid: 0,
        there: [BOOTED, '/run/systemd/private'],
        texts: { '/cg/cgroup.controllers': 'memory pids\n' },
      },
      ['/run/systemd/private', '/cg', ['memory', 'pids']],
    ],
    [
      'for root is not the one of a person',
      { uid: 0, there: [BOOTED, USERS_SOCKET], env: { XDG_RUNTIME_DIR: '/run/user/1000' } },
      'no manager of systemd runs for this user',
    ],
    ['without a session', { there: [BOOTED] }, 'no manager of systemd runs for this user'],
    [
      'in a container with the folder of a host',
      { there: [USERS_SOCKET], texts: { [MANAGER]: 'memory pids\n' } },
      'systemd does not run here',
    ],
    [
      'with version 1 only',
      { there: [BOOTED, USERS_SOCKET], mounts: '39 31 0:36 / /cg/pids rw - cgroup cgroup rw,pids' },
      'systemd has no control groups of version 2 here',
    ],
  ])('%s', (_, given, found) => {
    const { scope } = gathered({ own, mounts: V2_MOUNTS, ...given })
    expect(scope.can ? [scope.socket, scope.mount, scope.controllers] : scope.because).toEqual(found as never)
  })
})

const SWAPS = { '/proc/swaps': 'Filename Type Size Used Priority\n/dev/sda2 partition 1 0 -2\n' }
const V1 = { own: '4:memory:/a\n0::/\n', mounts: V1_MOUNTS }
const V2 = { own: `0::${USER}/x\n`, mounts: V2_MOUNTS }
test.each<[string, Given, Cgroups['swap']]>([
  [
    'version 1 counts it',
    { ...V1, there: ['/cg/memory/memory.memsw.limit_in_bytes'], texts: SWAPS },
    'counted',
  ],
  ['version 1 does not, and there is some', { ...V1, texts: SWAPS }, 'uncounted'],
  ['version 1 does not, and there is none', { ...V1, texts: { '/proc/swaps': 'Filename\n' } }, 'none'],
  ['version 2 counts it', { ...V2, there: [`/cg${USER}/x/memory.swap.max`], texts: SWAPS }, 'counted'],
  ['version 2 does not, and there is some', { ...V2, texts: SWAPS }, 'uncounted'],
  ['there is no /proc/swaps, as the kernel has no swap', V2, 'none'],
])('memory that is swapped out: %s', (_, given, swap) => {
  expect(gathered(given).swap).toBe(swap)
})
