import { expect, test } from 'bun:test'
import { gatherCgroups } from '../../src/host/gather/cgroups.ts'
import type { Files } from '../../src/sys/files.ts'

const V1_MOUNTS = [
  '35 31 0:32 / /cg/memory rw,relatime - cgroup cgroup rw,memory',
  '39 31 0:36 / /cg/pids rw,relatime - cgroup cgroup rw,pids',
  '41 31 0:38 / /cg/unified rw,relatime - cgroup2 cgroup2 rw',
].join('\n')
const V2_MOUNTS = '30 23 0:26 / /cg rw,nosuid - cgroup2 cgroup2 rw,nsdelegate'

type Given = { own: string; mounts: string; handed?: Record<string, string>; writable?: readonly string[] }

/** The two answers of a machine with these texts, on which only these paths can be written. */
function places({ own, mounts, handed = {}, writable = [] }: Given) {
  const texts: Record<string, string> = {
    '/proc/self/cgroup': own,
    '/proc/self/mountinfo': mounts,
    ...handed,
  }
  const files = {
    readText: (path: string) => texts[path] ?? -2,
    may: (path: string) => writable.includes(path),
  } as unknown as Files
  const { memory, pids } = gatherCgroups(files)
  return [memory, pids].map((place) => (place.can ? [place.version, place.above, place.own] : place.because))
}

const USER = '/user.slice/app.slice'
const HANDED = { [`/cg${USER}/cgroup.subtree_control`]: 'memory pids\n' }

test.each<[string, Given, unknown]>([
  [
    'version 1 as root: in the own group',
    { own: '8:pids:/\n4:memory:/a/b\n0::/\n', mounts: V1_MOUNTS, writable: ['/cg/pids', '/cg/memory/a/b'] },
    [
      [1, '/cg/memory/a/b', '/cg/memory/a/b'],
      [1, '/cg/pids', '/cg/pids'],
    ],
  ],
  [
    'version 1 as a user',
    { own: '8:pids:/\n4:memory:/a\n', mounts: V1_MOUNTS },
    ['/cg/memory/a cannot be written by this user', '/cg/pids cannot be written by this user'],
  ],
  [
    'version 2, delegated: beside the own group',
    {
      own: `0::${USER}/x:1.scope\n`,
      mounts: V2_MOUNTS,
      handed: HANDED,
      writable: [`/cg${USER}`, `/cg${USER}/cgroup.procs`],
    },
    [
      [2, `/cg${USER}`, `/cg${USER}/x:1.scope`],
      [2, `/cg${USER}`, `/cg${USER}/x:1.scope`],
    ],
  ],
  [
    'version 2 without leave to move processes',
    { own: `0::${USER}/x\n`, mounts: V2_MOUNTS, handed: HANDED, writable: [`/cg${USER}`] },
    [`/cg${USER} cannot be written by this user`, `/cg${USER} cannot be written by this user`],
  ],
  [
    'version 2 that hands pids on and no memory',
    {
      own: `0::${USER}/x\n`,
      mounts: V2_MOUNTS,
      handed: { [`/cg${USER}/cgroup.subtree_control`]: 'pids\n' },
      writable: [`/cg${USER}`, `/cg${USER}/cgroup.procs`],
    },
    [`/cg${USER} does not hand memory on`, [2, `/cg${USER}`, `/cg${USER}/x`]],
  ],
  [
    'version 2 in a container, at the top of what is visible',
    { own: '0::/\n', mounts: V2_MOUNTS },
    Array(2).fill('the control group above its own is not visible here'),
  ],
  [
    'a group outside of the namespace',
    { own: '0::/../../x\n', mounts: V2_MOUNTS },
    Array(2).fill('the control group above its own is not visible here'),
  ],
  ['no control groups', { own: '', mounts: '' }, Array(2).fill('there are no control groups')],
])('%s', (_, given, found) => {
  expect(places(given)).toEqual(found as never)
})
