import { afterAll, describe, expect, test } from 'bun:test'
import {
  appendFileSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { Files } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'
import { createFile, replaceFile } from '../../src/sys/write.ts'

const files = new Files(new Libc())
const top = realpathSync(mkdtempSync(join(tmpdir(), 'jail-text-')))
afterAll(() => rmSync(top, { recursive: true, force: true }))

const CHUNK = 65_536
const ENOENT = -2
const EISDIR = -21
const ENOTDIR = -20
const EFBIG = -27
const ELOOP = -40

mkdirSync(join(top, 'folder'))
writeFileSync(join(top, 'file'), 'four')
symlinkSync('loop', join(top, 'loop'))

describe('the text of a file', () => {
  const path = join(top, 'text')
  const same = (content: string | Uint8Array): void => {
    writeFileSync(path, content)
    expect(files.readText(path)).toBe(readFileSync(path, 'utf8'))
  }

  test.each(['é', '€', '😀', '\ufeff'])('keeps %s whole when a chunk ends in it', (char) => {
    for (let before = 0; before <= 4; before++)
      for (const chunks of [1, 2]) same(`${'x'.repeat(chunks * CHUNK - before)}${char}y`)
  })

  test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 ** 20 + 1])('has all of %d bytes', (size) => {
    same('x'.repeat(size))
  })

  test('is that of node:fs for any bytes, valid or not, at the end of a chunk and of the file', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 12 }), fc.nat(12), (bytes, before) => {
        same(bytes)
        same(new Uint8Array([...new Uint8Array(CHUNK - before).fill(120), ...bytes]))
      }),
      { numRuns: 40 },
    )
  })

  test.each(['/proc/version', '/proc/filesystems', '/etc/passwd'])(
    'of %s is whole, whatever size it says',
    (name) => {
      expect(files.readText(name)).toBe(readFileSync(name, 'utf8'))
    },
  )

  test.each([
    ['none', ENOENT],
    ['file/x', ENOTDIR],
    ['folder', EISDIR],
    ['loop', ELOOP],
  ])('of %s is the errno %d, not empty', (name, errno) => {
    expect(files.readText(join(top, name))).toBe(errno)
  })

  test('is an error when it is too large, never half of it', () => {
    writeFileSync(path, 'x'.repeat(2 ** 24))
    expect(files.readText(path)).toBe(readFileSync(path, 'utf8'))
    appendFileSync(path, 'y')
    expect(files.readText(path)).toBe(EFBIG)
  })
})

describe('part of an open file', () => {
  test.each([
    [0, 10, 10],
    [CHUNK - 3, 10, 10],
    [99_990, 100, 10],
    [100_000, 10, 0],
    [2 ** 40, 10, 0],
    [0, 0, 0],
    [0, 1_000_000, CHUNK],
  ])('from %d, %d bytes long, has %d bytes', (offset, length, count) => {
    const path = join(top, 'numbers')
    const content = Uint8Array.from({ length: 100_000 }, (_, index) => index % 251)
    writeFileSync(path, content)
    const fd = files.open(path)
    const [part, again] = [files.readAt(fd, offset, length), files.readAt(fd, 5, 5)]
    files.libc.call('close', fd)
    expect(part).toEqual(content.slice(offset, offset + count))
    expect(again).toEqual(content.slice(5, 10))
  })

  test('is empty for a descriptor that is none', () => {
    expect(files.readAt(-1, 0, 10)).toHaveLength(0)
  })
})

describe('a file is replaced', () => {
  const folder = join(top, 'replaced')
  const path = join(folder, 'file')

  test.each(['', 'x', 'ü😀\n', 'x'.repeat(300_000)])('as a whole, %#', (text) => {
    mkdirSync(folder, { recursive: true })
    writeFileSync(path, 'a longer text that was there before', { mode: 0o644 })
    expect(replaceFile(files, path, text)).toBe(0)
    expect(readFileSync(path, 'utf8')).toBe(text)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    expect(readdirSync(folder)).toEqual(['file'])
  })

  test('or made, when there was none', () => {
    rmSync(path, { force: true })
    expect(replaceFile(files, path, 'new')).toBe(0)
    expect(readFileSync(path, 'utf8')).toBe('new')
  })

  test('under the feet of those who read it: they keep the old one', () => {
    writeFileSync(path, 'old')
    const fd = files.open(path)
    replaceFile(files, path, 'new')
    const read = new TextDecoder().decode(files.readAt(fd, 0, 100))
    files.libc.call('close', fd)
    expect([read, readFileSync(path, 'utf8')]).toEqual(['old', 'new'])
  })

  test('and a link in its place is replaced, not what it leads to', () => {
    const target = join(top, 'target')
    writeFileSync(target, 'untouched')
    rmSync(path, { force: true })
    symlinkSync(target, path)
    expect(replaceFile(files, path, 'new')).toBe(0)
    expect(lstatSync(path).isFile()).toBe(true)
    expect(readFileSync(target, 'utf8')).toBe('untouched')
  })

  test.each([
    ['a folder that is not there', 'none/file', ENOENT],
    ['a folder that is a file', 'file/file', ENOTDIR],
    ['a folder in its place', 'folder', EISDIR],
  ])('not with %s, and nothing is left behind', (_what, name, errno) => {
    const before = readdirSync(top).toSorted()
    expect(replaceFile(files, join(top, name), 'x')).toBe(errno)
    expect(readdirSync(top).toSorted()).toEqual(before)
  })

  test('although an earlier process with the same number has left its half behind', () => {
    writeFileSync(`${path}.${process.pid}`, 'half')
    expect(replaceFile(files, path, 'whole')).toBe(0)
    expect(readFileSync(path, 'utf8')).toBe('whole')
  })
})

describe('a new file', () => {
  const path = join(top, 'fresh')

  test('is made with mode 0600 and its text', () => {
    expect(createFile(files, path, '{}')).toBe(0)
    expect([readFileSync(path, 'utf8'), statSync(path).mode & 0o777]).toEqual(['{}', 0o600])
  })
  test('is not made where there is one, or a link to nothing', () => {
    symlinkSync('nowhere', join(top, 'dangling'))
    expect([createFile(files, path, 'x'), createFile(files, join(top, 'dangling'), 'x')]).toEqual([-17, -17])
    expect(readFileSync(path, 'utf8')).toBe('{}')
  })
})
