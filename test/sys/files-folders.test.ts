import { afterAll, describe, expect, test } from 'bun:test'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Files } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'

const files = new Files(new Libc())
const top = realpathSync(mkdtempSync(join(tmpdir(), 'jail-folders-')))
afterAll(() => rmSync(top, { recursive: true, force: true }))

const IS_ROOT = process.geteuid?.() === 0
const EACCES = -13
const ENOTDIR = -20

mkdirSync(join(top, 'folder/in'), { recursive: true })
writeFileSync(join(top, 'file'), '')
symlinkSync('folder', join(top, 'to-folder'))
symlinkSync('file', join(top, 'to-file'))
symlinkSync('none', join(top, 'to-none'))
symlinkSync('loop', join(top, 'loop'))
Bun.spawnSync(['mkfifo', join(top, 'pipe')])

describe('the names in a folder', () => {
  test.each([0, 1, 3000])('are all there, of %d', (count) => {
    const folder = join(top, `with-${count}`)
    mkdirSync(folder)
    for (let index = 0; index < count; index++)
      writeFileSync(join(folder, `${index}-${'n'.repeat(index % 200)}`), '')
    expect(files.names(folder)?.toSorted()).toEqual(readdirSync(folder).toSorted())
    expect(files.names(folder)).toHaveLength(count)
  })

  test('are as they are, whichever characters they have', () => {
    const folder = join(top, 'odd-names')
    mkdirSync(folder)
    const names = [
      ' ',
      '...',
      '..x',
      '-n',
      'a\nb',
      'é',
      'e\u0301',
      '😀',
      '\ufeffbom',
      '\x1b[31m',
      '*',
      '\\',
      'x'.repeat(255),
    ]
    for (const one of names) writeFileSync(join(folder, one), '')
    expect(files.names(folder)?.toSorted()).toEqual(names.toSorted())
  })

  test('are seen through a link, and there are none of what is no folder', () => {
    expect(files.names(join(top, 'to-folder'))).toEqual(['in'])
    for (const path of ['file', 'none', 'to-file', 'to-none', 'loop', 'pipe'])
      expect([path, files.names(join(top, path))]).toEqual([path, undefined])
  })
})

describe('a folder is made', () => {
  test.each([
    'one',
    'deep/er/and/deeper',
    'folder/in/side',
    'to-folder/through/link',
    'ü 😀/\n',
    `${'n'.repeat(255)}/${'m'.repeat(255)}`,
  ])('with those above it, for its owner alone: %#', (name) => {
    expect(files.makeFolder(join(top, name))).toBe(0)
    expect(statSync(join(top, name)).mode & 0o777).toBe(0o700)
    expect(statSync(join(top, name, '..')).isDirectory()).toBe(true)
  })

  test('so that each of the new ones is closed to others', () => {
    files.makeFolder(join(top, 'a/b/c'))
    for (const name of ['a', 'a/b', 'a/b/c'])
      expect([name, statSync(join(top, name)).mode & 0o777]).toEqual([name, 0o700])
  })

  test.each(['folder', 'folder/in', 'to-folder', '.', '/'])(
    'not again where one is: %s stays as it is',
    (name) => {
      const path = name === '/' ? name : join(top, name)
      chmodSync(join(top, 'folder'), 0o755)
      const before = statSync(path)
      expect(files.makeFolder(path)).toBe(0)
      expect([statSync(path).mode, statSync(path).ino]).toEqual([before.mode, before.ino])
    },
  )

  test.each(['file', 'file/x', 'file/x/y', 'to-file', 'pipe', 'to-none', 'loop'])(
    'not where something else is: %s is an error',
    (name) => {
      const before = readdirSync(top).toSorted()
      expect(files.makeFolder(join(top, name))).toBeLessThan(0)
      expect(readdirSync(top).toSorted()).toEqual(before)
    },
  )

  test('not below a file, which is named as the reason', () => {
    expect(files.makeFolder(join(top, 'file/x'))).toBe(ENOTDIR)
  })

  test('not by an ordinary user in a folder of somebody else', () => {
    const closed = join(top, 'closed')
    mkdirSync(closed)
    chmodSync(top, 0o755)
    chmodSync(closed, 0o555)
    expect(asOrdinaryUser(() => files.makeFolder(join(closed, 'x/y')))).toBe(EACCES)
    expect(existsSync(join(closed, 'x'))).toBe(false)
    chmodSync(closed, 0o700)
  })
})

/** Root is refused nothing, so it steps down for the time of the call (seteuid(2)). */
function asOrdinaryUser<T>(act: () => T): T {
  if (!IS_ROOT) return act()
  process.seteuid?.(65_534)
  try {
    return act()
  } finally {
    process.seteuid?.(0)
  }
}
