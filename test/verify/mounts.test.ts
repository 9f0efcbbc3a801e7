import { describe, expect, test } from 'bun:test'
import type { Op } from '../../src/plan/op.ts'
import { mountOf, mountsOf, unplanned } from '../../src/verify/mounts.ts'

const why = { why: 'test', from: 'test' } as const
const OPS: readonly Op[] = [
  { kind: 'bind', access: 'rw', path: '/p', source: '/p', ...why },
  { kind: 'bind', access: 'ro', path: '/usr', source: '/usr', ...why },
  { kind: 'tmpfs', path: '/tmp', mode: '0700', bytes: 0, ...why },
  { kind: 'proc', path: '/proc', ...why },
  { kind: 'dev', path: '/dev', ...why },
]
const line = (root: string, path: string, options: string, type = 'ext4', all = 'rw'): string =>
  `66 65 254:0 ${root} ${path} ${options} shared:1 - ${type} /dev/vda ${all},discard`

/** A line of mountinfo, and the places of it that no operation of the plan explains. */
const ROWS: readonly (readonly [string, string, readonly string[]])[] = [
  ['the project', line('/x/p', '/p', 'rw,nosuid'), []],
  ['a folder of the project as a mount of its own', line('/x/p/.git', '/p/.git', 'rw,nosuid'), ['/p/.git']],
  ['a read-only place', line('/usr', '/usr', 'ro,nosuid'), []],
  ['a read-only place that can be written', line('/usr', '/usr', 'rw,nosuid'), ['/usr']],
  ['a read-only file system behind a writable mount', line('/', '/usr', 'rw', 'squashfs', 'ro'), []],
  ['an empty /tmp', line('/', '/tmp', 'rw', 'tmpfs'), []],
  ["the host's /tmp in its place", line('/tmp', '/tmp', 'rw'), ['/tmp']],
  ['a folder of another tmpfs in its place', line('/user', '/tmp', 'rw', 'tmpfs'), ['/tmp']],
  ['/proc', line('/', '/proc', 'rw', 'proc'), []],
  ["another file system's /proc", line('/proc', '/proc', 'rw'), ['/proc']],
  ['a part of /proc', line('/sys', '/proc/sys', 'rw', 'proc'), ['/proc/sys']],
  ['a device', line('/null', '/dev/null', 'rw', 'devtmpfs'), []],
  ['a place that nobody asked for', line('/home', '/home', 'rw'), ['/home']],
  ['a place with a space in its name', line('/a', '/a\\040b', 'rw'), ['/a b']],
]

describe('a writable mount without an operation of the plan is found', () => {
  test.each(ROWS)('%s', (_, text, found) => {
    expect(unplanned(mountsOf(`${text}\n`), OPS).map(({ path }) => path)).toEqual([...found])
  })
})

test('a path lies on the deepest mount, and on the last of several', () => {
  const mounts = mountsOf(
    [line('/', '/', 'rw'), line('/u', '/usr', 'rw'), line('/v', '/usr', 'ro')].join('\n'),
  )
  expect(mountOf('/usr/bin', mounts)).toMatchObject({ root: '/v', isWritable: false })
  expect(mountOf('/usrlocal', mounts)).toMatchObject({ root: '/', isWritable: true })
})
