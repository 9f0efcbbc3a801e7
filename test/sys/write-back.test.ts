import { ptr } from 'bun:ffi'
import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Files } from '../../src/sys/files.ts'
import { cString, Libc } from '../../src/sys/libc.ts'
import type { Syscall } from '../../src/sys/numbers.ts'
import { openFile, openPlace } from '../../src/sys/open-file.ts'
import { writeBack } from '../../src/sys/write-back.ts'

/** A kernel that answers some calls differently, or in which something else happens at one of them. */
class OtherLibc extends Libc {
  readonly before: (name: Syscall, args: readonly number[]) => number | undefined
  constructor(before: (name: Syscall, args: readonly number[]) => number | undefined) {
    super()
    this.before = before
  }
  override call(name: Syscall, ...args: number[]): number {
    return this.before?.(name, args) ?? super.call(name, ...args)
  }
}

const top = mkdtempSync(join(tmpdir(), 'jail-write-back-'))
afterAll(() => rmSync(top, { recursive: true, force: true }))

let count = 0
let folder = ''
let file = ''
beforeEach(() => {
  folder = join(top, String(count++))
  mkdirSync(folder)
  file = join(folder, 'state')
  writeFileSync(file, 'old')
})

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const plain = new Files(new Libc())
/** `before` null: there was no file. */
const back = (files = plain, before: string | null = 'old', path = file) =>
  writeBack(files, path, {
    before: before === null ? undefined : bytes(before),
    after: bytes('new'),
    limit: 99,
  })
const now = (): string => readFileSync(file, 'utf8')
const onlyTheFile = (): void => expect(readdirSync(folder)).toEqual(['state'])

const O_TMPFILE_BIT = 0o20000000
const RENAME_EXCHANGE = 2
/** A file system without unnamed files, one without exchange, one without both. */
const noUnnamed = (name: Syscall, args: readonly number[]): number | undefined =>
  name === 'openat' && ((args[2] ?? 0) & O_TMPFILE_BIT) !== 0 ? -95 : undefined
const noExchange = (name: Syscall, args: readonly number[]): number | undefined =>
  name === 'renameat2' && args[4] === RENAME_EXCHANGE ? -22 : undefined
const SYSTEMS = [
  ['with all', () => undefined],
  ['without unnamed files', noUnnamed],
  ['without exchange', noExchange],
  ['without both', (name, args) => noUnnamed(name, args) ?? noExchange(name, args)],
] as const satisfies readonly (readonly [string, OtherLibc['before']])[]

describe.each(SYSTEMS)('on a file system %s', (_, system) => {
  const files = new Files(new OtherLibc(system))

  test('a file is replaced, and nothing else is left', () => {
    expect(back(files)).toBe('written')
    expect(now()).toBe('new')
    onlyTheFile()
  })

  test('a file that was not there is made, for its owner alone', () => {
    rmSync(file)
    expect(back(files, null)).toBe('written')
    expect([now(), statSync(file).mode & 0o7777]).toEqual(['new', 0o600])
    onlyTheFile()
  })

  test.each(['changed', ''])('a file that holds %j now stays', (text) => {
    writeFileSync(file, text)
    expect(back(files)).toBe('changed')
    expect(now()).toBe(text)
    onlyTheFile()
  })

  test('a file that came to be meanwhile stays', () => {
    expect(back(files, null)).toBe('changed')
    expect(now()).toBe('old')
    onlyTheFile()
  })

  test('a file that comes to be at the last moment stays', () => {
    rmSync(file)
    const late = new OtherLibc((name, args) => {
      if (name === 'linkat') writeFileSync(file, 'theirs')
      return system(name, args)
    })
    expect(back(new Files(late), null)).toBe('changed')
    expect(now()).toBe('theirs')
    onlyTheFile()
  })

  test.each([0o600, 0o640, 0o444, 0o755])('the mode %o stays', (mode) => {
    chmodSync(file, mode)
    expect(back(files)).toBe('written')
    expect(statSync(file).mode & 0o7777).toBe(mode)
  })

  test.each([
    ['no space', 'pwrite64', -28],
    ['an error that comes with the sync', 'fsync', -5],
    ['a name that cannot be given', 'renameat2', -1],
    ['a mode that cannot be given', 'fchmod', -1],
  ] as const)('after %s the file is as it was', (_why, call, errno) => {
    const failing = new OtherLibc((name, args) => (name === call ? errno : system(name, args)))
    expect(back(new Files(failing))).toMatchObject({ errno })
    expect(now()).toBe('old')
    onlyTheFile()
  })

  test.skipIf(process.getuid?.() !== 0)(
    'the owner stays, or the file as it was (root alone can show it)',
    () => {
      chownSync(file, 7, 8)
      const failing = new OtherLibc((name, args) => (name === 'fchown' ? -1 : system(name, args)))
      expect(back(new Files(failing))).toEqual({ what: 'its owner 7:8', errno: -1 })
      expect(now()).toBe('old')
      onlyTheFile()
      expect(back(files)).toBe('written')
      expect(statSync(file)).toMatchObject({ uid: 7, gid: 8 })
    },
  )
})

/** Done by another program right before the exchange. */
const LAST_MOMENT: readonly (readonly [string, () => void])[] = [
  ['writes it in place', () => writeFileSync(file, 'theirs')],
  [
    'replaces it',
    () => {
      writeFileSync(join(top, 'other'), 'theirs')
      renameSync(join(top, 'other'), file)
    },
  ],
]

test.each(LAST_MOMENT)('who %s at the last moment gets it back', (_, act) => {
  let isDone = false
  const late = new OtherLibc((name) => {
    if (name === 'renameat2' && !isDone) {
      isDone = true
      act()
    }
    return undefined
  })
  expect(back(new Files(late))).toBe('changed')
  expect(now()).toBe('theirs')
  onlyTheFile()
})

test('what holds the new content already is left alone', () => {
  writeFileSync(file, 'new')
  const { ino } = statSync(file)
  expect(back()).toBe('same')
  expect(statSync(file).ino).toBe(ino)
})

describe('no link is followed', () => {
  test('where the file was', () => {
    writeFileSync(join(top, 'victim'), 'old')
    rmSync(file)
    symlinkSync(join(top, 'victim'), file)
    expect(back()).toBe('changed')
    expect(readFileSync(join(top, 'victim'), 'utf8')).toBe('old')
  })

  test('on the way to it', () => {
    const link = `${folder}-link`
    symlinkSync(folder, link)
    expect(back(plain, 'old', join(link, 'state'))).toMatchObject({ what: 'its folder' })
    expect(now()).toBe('old')
  })

  test.each(['folder', 'fifo'])('a %s in its place stays', (kind) => {
    rmSync(file)
    if (kind === 'folder') mkdirSync(file)
    else Bun.spawnSync(['mkfifo', file])
    expect(back()).toBe('changed')
    onlyTheFile()
  })
})

test('a folder that is gone is said so', () => {
  rmSync(folder, { recursive: true })
  expect(back()).toEqual({ what: 'its folder', errno: -2 })
})

test('attributes are taken over, or the file stays as it is', () => {
  const { libc } = plain
  const place = openPlace(plain, file)
  const opened = openFile(plain, place, 99)
  const [name, value] = [cString('user.jail'), bytes('kept')]
  const fd = typeof opened === 'object' ? opened.fd : -1
  const set = libc.call('fsetxattr', fd, ptr(name), ptr(value), value.length, 0)
  if (set < 0) return expect(set).toBe(-95)
  expect(back(new Files(new OtherLibc((call) => (call === 'fsetxattr' ? -28 : undefined))))).toEqual({
    what: 'its attribute user.jail',
    errno: -28,
  })
  expect(now()).toBe('old')
  expect(back()).toBe('written')
  const fresh = openFile(plain, place, 99)
  const found = new Uint8Array(9)
  const length = libc.call('fgetxattr', typeof fresh === 'object' ? fresh.fd : -1, ptr(name), ptr(found), 9)
  expect(new TextDecoder().decode(found.subarray(0, length))).toBe('kept')
})

describe('a file is opened', () => {
  const replace = (make: () => void): void => {
    rmSync(file)
    make()
  }

  test.each([
    ['as it is', (): void => undefined, { bytes: bytes('old') }],
    ['not through a link', () => replace(() => symlinkSync('/etc/passwd', file)), 'other'],
    ['not when it is a folder', () => replace(() => mkdirSync(file)), 'other'],
    ['as absent', () => rmSync(file), 'absent'],
    ['not when it is too large', () => writeFileSync(file, 'x'.repeat(100)), -27],
    ['up to the limit', () => writeFileSync(file, 'x'.repeat(99)), { bytes: bytes('x'.repeat(99)) }],
    ['with the count of its names', () => linkSync(file, `${file}2`), { stat: { links: 2 } }],
  ] as const)('%s', (_, prepare, found) => {
    prepare()
    const opened = openFile(plain, openPlace(plain, file), 99)
    if (typeof found === 'object') expect(opened).toMatchObject(found)
    else expect(opened).toBe(found)
  })
})
