import { afterAll, describe, expect, test } from 'bun:test'
import {
  accessSync,
  appendFileSync,
  chmodSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  realpathSync,
  rmSync,
  type Stats,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Files, type Stat } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'
import { replaceFile } from '../../src/sys/write.ts'

const files = new Files(new Libc())
const top = realpathSync(mkdtempSync(join(tmpdir(), 'jail-files-')))
afterAll(() => rmSync(top, { recursive: true, force: true }))

const EINVAL = -22
const ENOENT = -2
const ENOTDIR = -20
const ENAMETOOLONG = -36
const ELOOP = -40
const LONG_NAME = join(top, 'x'.repeat(256))
const LONG_PATH = `${top}/${'d/'.repeat(2100)}x`

mkdirSync(join(top, 'folder/in'), { recursive: true })
writeFileSync(join(top, 'file'), 'four')
writeFileSync(join(top, 'tool'), '', { mode: 0o755 })
writeFileSync(join(top, 'large'), '')
truncateSync(join(top, 'large'), 5 * 2 ** 30 + 7)
linkSync(join(top, 'tool'), join(top, 'second name'))
for (const [name, mode] of Object.entries({
  file: 0o640,
  'second name': 0o4755,
  folder: 0o1777,
  large: 0o000,
}))
  chmodSync(join(top, name), mode)
Bun.spawnSync(['mkfifo', join(top, 'pipe')])
const LINKS = {
  'to-file': 'file',
  'to-folder': './folder/',
  'to-none': 'none',
  loop: 'loop',
  'to-odd': 'ä\n 😀',
  bom: '\ufeffx',
  far: 'y/'.repeat(2000),
}
for (const [name, text] of Object.entries(LINKS)) symlinkSync(text, join(top, name))

const PLACES = [
  ...['.', 'file', 'tool', 'second name', 'large', 'folder', 'folder/', 'pipe'],
  ...['to-file', 'to-folder', 'to-none', 'loop', 'to-odd'],
  ...['/', '/dev/null', '/usr', '/proc/self', '/etc/passwd'],
]
const at = (name: string): string => (name.startsWith('/') ? name : `${top}/${name}`)

describe('a file is described as node:fs does', () => {
  test.each(PLACES)('%p', (name) => {
    expect(files.stat(at(name))).toEqual(described(lstatSync(at(name))))
  })

  test.each(PLACES.filter((name) => !/none|loop|odd/.test(name)))('%p, links followed', (name) => {
    expect(files.stat(at(name), true)).toEqual(described(statSync(at(name))))
  })

  test('and the places have all kinds among them', () => {
    const kinds = PLACES.map((name) => described(lstatSync(at(name))).kind)
    expect(new Set(kinds)).toEqual(new Set(['folder', 'file', 'link', 'other']))
  })

  test.each([
    ['none', false, ENOENT],
    ['none/x', false, ENOENT],
    ['file/', false, ENOTDIR],
    ['file/x', false, ENOTDIR],
    ['to-none', true, ENOENT],
    ['loop', true, ELOOP],
  ])('and %p, links followed: %p, is the errno %d', (name, follow, errno) => {
    expect(files.stat(at(name), follow)).toBe(errno)
  })
})

describe('a path that the kernel cannot take', () => {
  test.each([
    ['a name of 256 bytes', LONG_NAME],
    ['a path of more than 4096 bytes', LONG_PATH],
    ['a path of 4096 bytes, one too many with its end', `/${'./'.repeat(2047)}x`],
    ['a path of many-byte characters', `/${'😀'.repeat(1100)}`],
  ])('is an error for every call: %s', (_what, path) => {
    const answers = [files.stat(path), files.readLink(path), files.readText(path), files.open(path)]
    expect([...answers, files.makeFolder(path), replaceFile(files, path, '')]).toEqual(
      Array(6).fill(ENAMETOOLONG),
    )
    expect([files.names(path), files.may(path, 4), files.fingerprint(path, true)]).toEqual([
      undefined,
      false,
      undefined,
    ])
  })

  test('is none of 4095 bytes', () => {
    const path = `/${'./'.repeat(2047)}`
    expect(path).toHaveLength(4095)
    expect(files.stat(path)).toEqual(described(lstatSync('/')))
  })

  test('is one with a NUL byte, which must not lead to the path before it', () => {
    expect(files.stat(`${top}\0/x`)).toBeNumber()
    expect(files.readText(`${top}/file\0x`)).toBeNumber()
    expect(files.may(`${top}\0x`, 4)).toBe(false)
  })
})

describe('the text of a link', () => {
  test.each(Object.keys(LINKS))('%p is that of node:fs', (name) => {
    expect(files.readLink(join(top, name))).toBe(readlinkSync(join(top, name)))
  })

  test.each([
    ['file', EINVAL],
    ['folder', EINVAL],
    ['none', ENOENT],
    ['file/x', ENOTDIR],
  ])('of %s is the errno %d', (name, errno) => {
    expect(files.readLink(join(top, name))).toBe(errno)
  })
})

test.each([
  [false, 1],
  [true, 0],
])('a file opened to inherit: %p, has the close-on-exec flag %d', (inherit, flag) => {
  const fd = files.open(join(top, 'file'), inherit)
  const flags = files.libc.call('fcntl', fd, 1)
  files.libc.call('close', fd)
  expect(flags).toBe(flag)
})

test('what may be done with a file is what node:fs finds', () => {
  for (const path of [...PLACES, 'none', 'file/x'].map(at))
    for (const bits of [1, 2, 4, 5, 6, 7])
      expect([path, bits, files.may(path, bits)]).toEqual([
        path,
        bits,
        succeeds(() => accessSync(path, bits)),
      ])
})

describe('the fingerprint of a file', () => {
  const name = (path: string, times: boolean) => files.fingerprint(join(top, path), times)

  test('is the same by every name of it, and another than that of every other file', () => {
    for (const times of [false, true]) {
      expect(name('to-file', times)).toBe(name('file', times))
      expect(name('second name', times)).toBe(name('tool', times))
      const all = ['file', 'tool', 'large', 'folder', '.'].map((path) => name(path, times))
      expect(new Set(all).size).toBe(all.length)
      expect([name('none', times), name('to-none', times)]).toEqual([undefined, undefined])
    }
  })

  test.each<[string, (path: string) => void]>([
    ['other content of the same size', (path) => writeFileSync(path, 'ruof')],
    ['more content', (path) => appendFileSync(path, 'x')],
    ['another mode', (path) => chmodSync(path, 0o600)],
    ['another time', (path) => utimesSync(path, 1, 1)],
  ])('with times changes with %s, without it does not', async (_what, change) => {
    const path = join(top, 'changing')
    writeFileSync(path, 'four')
    const [plain, timed] = [name('changing', false), name('changing', true)]
    // The clock of a file system moves in steps of some milliseconds.
    await Bun.sleep(20)
    change(path)
    expect(name('changing', true)).not.toBe(timed)
    expect(name('changing', false)).toBe(plain)
  })
})

test('no call leaves a descriptor open, whether it works or not', () => {
  const open = (): number => files.names('/proc/self/fd')?.length ?? -1
  const before = open()
  // Nobody writes to the pipe, so that opening it would wait for ever.
  for (const name of [...PLACES.filter((one) => one !== 'pipe'), LONG_PATH, 'none'])
    for (const call of ['stat', 'readLink', 'readText', 'names', 'fingerprint'] as const)
      files[call](at(name), true)
  expect(open()).toBe(before)
})

/** What node:fs says, in our words. */
function described(stats: Stats): Stat {
  const kind = stats.isDirectory()
    ? 'folder'
    : stats.isFile()
      ? 'file'
      : stats.isSymbolicLink()
        ? 'link'
        : 'other'
  const { mode, uid, gid, size, nlink } = stats
  // Of a folder neither size nor number of names is told: both change with what is put in it.
  const rest = kind === 'folder' ? { size: 0, links: Math.min(nlink, 1) } : { size, links: nlink }
  return { kind, mode: mode & 0o7777, uid, gid, ...rest }
}

function succeeds(act: () => void): boolean {
  try {
    act()
    return true
  } catch {
    return false
  }
}
