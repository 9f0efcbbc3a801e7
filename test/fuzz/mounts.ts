import { expect } from 'bun:test'
import fc from 'fast-check'
import { gatherCgroups } from '../../src/host/gather/cgroups.ts'
import { isRemote, mountOf, parseMounts, remoteMounts } from '../../src/host/gather/mounts.ts'
import { ERRNO, type Files } from '../../src/sys/files.ts'
import type { Fuzz } from './property.ts'

const name = fc
  .array(fc.constantFrom('a', 'b', ' ', '\t', '\n', '\\', '-', '#', 'é', '040', '\\040', ' - '), {
    minLength: 1,
    maxLength: 4,
  })
  .map((signs) => signs.join(''))
const point = fc.array(name, { maxLength: 3 }).map((names) => `/${names.join('/')}`)
const TYPES = ['ext4', 'tmpfs', 'nfs4', 'fuse.sshfs', 'fusectl', 'autofs', 'cgroup2', 'overlay'] as const
const mount = fc.record({
  point,
  type: fc.constantFrom(...TYPES),
  noexec: fc.boolean(),
  readOnly: fc.constantFrom('no', 'mount', 'superblock'),
  tags: fc.constantFrom('', 'shared:1 ', 'shared:1 master:2 ', 'unbindable '),
})
type Made = typeof mount extends fc.Arbitrary<infer T> ? T : never

/** As the kernel writes it (show_mountinfo() in fs/proc_namespace.c; mangle() in fs/seq_file.c). */
function written({ point: at, type, noexec, readOnly, tags }: Made): string {
  const escaped = at.replace(/[ \t\n\\]/g, (sign) => `\\${sign.charCodeAt(0).toString(8).padStart(3, '0')}`)
  const options = [readOnly === 'mount' ? 'ro' : 'rw', ...(noexec ? ['noexec'] : []), 'relatime'].join(',')
  const own = readOnly === 'superblock' ? 'ro' : 'rw'
  return `36 35 98:0 / ${escaped} ${options} ${tags}- ${type} source ${own},x=y`
}

function tableIsRead(mounts: readonly Made[], path: string): void {
  const text = mounts.map(written).join('\n')
  const read = parseMounts(`${text}\n`)
  expect(read).toEqual(
    mounts.map(({ point: at, type, noexec, readOnly }) => ({
      point: at,
      type,
      noexec,
      readOnly: readOnly !== 'no',
    })),
  )
  const remote = new Set(mounts.filter(({ type }) => isRemote(type)).map(({ point: at }) => at))
  expect(new Set(remoteMounts(text))).toEqual(remote)
  const above = [path]
  while (above[0] !== '/' && above[0] !== '')
    above.unshift(above[0]?.slice(0, above[0].lastIndexOf('/')) ?? '')
  const folders = new Set(above.map((folder) => folder || '/'))
  const deepest = Math.max(...read.filter((one) => folders.has(one.point)).map((one) => one.point.length))
  expect(mountOf(path, read)).toEqual(
    read.findLast((one) => folders.has(one.point) && one.point.length === deepest),
  )
}

const junk = fc
  .array(
    fc.constantFrom(
      ' ',
      ' - ',
      '\n',
      ':',
      '/',
      '0::/',
      '\\04',
      '\\777',
      'cgroup2',
      'nfs',
      'memory',
      ',',
      'a',
      '..',
      '36 35 0:1 / /x rw - ',
    ),
    { maxLength: 20 },
  )
  .map((parts) => parts.join(''))

const SOMEBODY = { uid: 1000, env: {} }

/** Files of a machine, by path; every place may be written. */
function filesOf(texts: Readonly<Record<string, string>>): Files {
  const fake = {
    readText: (path: string) => texts[path] ?? -ERRNO.ENOENT,
    may: () => true,
    stat: () => -ERRNO.ENOENT,
  }
  return fake as unknown as Files
}

function groupsAnswer(own: string, mountinfo: string): void {
  const files = filesOf({ '/proc/self/cgroup': own, '/proc/self/mountinfo': mountinfo })
  const { memory, pids } = gatherCgroups(files, SOMEBODY)
  for (const place of [memory, pids]) {
    if (place.can) expect(place.above).not.toMatch(/\/\.\.(\/|$)/)
    else expect(place.because).not.toBe('')
  }
}

const group = fc.array(fc.constantFrom('a', 'b.slice', 'c:d', 'user@0.service'), {
  minLength: 1,
  maxLength: 4,
})

/** A group of version 2 whose parent hands on what is asked for. */
function groupIsFound(parts: readonly string[], top: number): void {
  const path = `/${parts.join('/')}`
  const root = top % parts.length === 0 ? '/' : `/${parts.slice(0, top % parts.length).join('/')}`
  const inside = root === '/' ? path : path.slice(root.length)
  const above = `/sys/fs/cgroup${inside.slice(0, inside.lastIndexOf('/'))}`
  const files = filesOf({
    '/proc/self/cgroup': `1:name=x:/other\n0::${path}\n`,
    '/proc/self/mountinfo': `1 2 0:1 ${root} /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n`,
    [`${above}/cgroup.subtree_control`]: 'cpu memory pids\n',
  })
  const place = { can: true, version: 2, above } as const
  expect(gatherCgroups(files, SOMEBODY)).toMatchObject({ memory: place, pids: place })
}

export const MOUNTS: readonly Fuzz[] = [
  {
    name: 'mountinfo-table',
    claim: 'a table of mounts is read as the kernel wrote it, and a path lies on the deepest and latest',
    share: 0.04,
    property: fc.property(fc.array(mount, { maxLength: 5 }), point, tableIsRead),
  },
  {
    name: 'mountinfo-junk',
    claim: 'any text of mounts and groups gives an answer',
    share: 0.04,
    property: fc.property(junk, junk, (a, b) => {
      expect(parseMounts(a).every(({ type }) => type !== '')).toBe(true)
      remoteMounts(a)
      groupsAnswer(a, b)
    }),
  },
  {
    name: 'cgroup-place',
    claim: 'the control group of a process is found below any root of its mount',
    share: 0.03,
    property: fc.property(group, fc.nat(), groupIsFound),
  },
]
