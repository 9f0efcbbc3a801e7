import { afterAll, describe, expect, test } from 'bun:test'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lend, takeBack } from '../../src/launch/loans.ts'
import { Files } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'

const files = new Files(new Libc())
const top = realpathSync(mkdtempSync(join(tmpdir(), 'jail-loans-')))
afterAll(() => rmSync(top, { recursive: true, force: true }))

/** flock(2), LOCK_EX. */
const ALONE = 2
const ENOENT = 2

/** One that looks before another jail has made the file, and acts after. */
class Late extends Files {
  override stat(): number {
    return -ENOENT
  }
}

const entry = (name: string) => ({ path: join(top, name), why: 'w', content: '.\n', lent: true }) as const

describe('a file that is there while the box runs', () => {
  test('has its text, can be read by all, and is gone after it', () => {
    const { path } = entry('a')
    const loans = lend([entry('a')], files)
    expect(readFileSync(path, 'utf8')).toBe('.\n')
    expect((statSync(path).mode & 0o600).toString(8)).toBe('600')
    takeBack(loans, files)
    expect(existsSync(path)).toBe(false)
  })

  test('stays until the last that holds it has ended', () => {
    const { path } = entry('b')
    const [first, second] = [lend([entry('b')], files), lend([entry('b')], files)]
    takeBack(first, files)
    expect(existsSync(path)).toBe(true)
    takeBack(second, files)
    expect(existsSync(path)).toBe(false)
  })

  test('is taken over from one that was killed', () => {
    const { path } = entry('c')
    writeFileSync(path, '.\n')
    takeBack(lend([entry('c')], files), files)
    expect(existsSync(path)).toBe(false)
  })

  test('is not taken away when something else is in its place', () => {
    const { path } = entry('d')
    const loans = lend([entry('d')], files)
    rmSync(path)
    writeFileSync(path, 'of the person')
    takeBack(loans, files)
    expect(readFileSync(path, 'utf8')).toBe('of the person')
  })

  test('is not replaced by a jail that saw none and was overtaken: the mounts on it would go with it', () => {
    const { path } = entry('g')
    const first = lend([entry('g')], files)
    const inode = statSync(path).ino
    const second = lend([entry('g')], new Late(new Libc()))
    expect(statSync(path).ino).toBe(inode)
    takeBack(second, files)
    expect(existsSync(path)).toBe(true)
    takeBack(first, files)
    expect(existsSync(path)).toBe(false)
  })

  test('is not taken for held while another jail takes it away', () => {
    const { path } = entry('h')
    writeFileSync(path, '.\n')
    const taker = files.open(path)
    expect(files.libc.call('flock', taker, ALONE)).toBe(0)
    expect(() => lend([entry('h')], files)).toThrow(`The file ${path} (w) cannot be made (errno 11).`)
    files.libc.call('close', taker)
    const loans = lend([entry('h')], files)
    expect(loans.length).toBe(1)
    takeBack(loans, files)
    expect(existsSync(path)).toBe(false)
  })

  test('leaves nothing else in its folder, and can be read by all whatever the umask is', () => {
    const before = readdirSync(top)
    const umask = process.umask(0o077)
    const loans = lend([entry('i')], files)
    process.umask(umask)
    expect((statSync(join(top, 'i')).mode & 0o777).toString(8)).toBe('644')
    expect(readdirSync(top).sort()).toEqual([...before, 'i'].sort())
    takeBack(loans, files)
    expect(readdirSync(top)).toEqual(before)
  })

  test('that cannot be made is an error with its path, and the others are taken away', () => {
    expect(() => lend([entry('e'), entry('none/f')], files)).toThrow(
      `The file ${top}/none/f (w) cannot be made`,
    )
    expect(existsSync(join(top, 'e'))).toBe(false)
  })

  test.each([
    ['a link', (path: string) => symlinkSync(join(top, 'target'), path)],
    ['a file of somebody else', (path: string) => writeFileSync(path, 'other', { mode: 0o600 })],
  ])('%s in its place is neither followed, opened for others nor taken away', (what, plant) => {
    writeFileSync(join(top, 'target'), 'other', { mode: 0o600 })
    const { path } = entry(what)
    plant(path)
    expect(() => lend([entry(what)], files)).toThrow(`${path} was replaced while the box was made`)
    for (const one of [path, join(top, 'target')]) {
      expect(readFileSync(one, 'utf8')).toBe('other')
      expect((statSync(one).mode & 0o777).toString(8)).toBe('600')
    }
  })

  test('is not made where a link leads', () => {
    mkdirSync(join(top, 'real'))
    symlinkSync('real', join(top, 'way'))
    expect(() => lend([entry('way/g')], files)).toThrow('there is a link on the way to it')
    expect(existsSync(join(top, 'real/g'))).toBe(false)
  })

  test('is taken away from the folder that it was made in, which has another name by then', () => {
    mkdirSync(join(top, 'before'))
    const loans = lend([entry('before/h')], files)
    renameSync(join(top, 'before'), join(top, 'after'))
    mkdirSync(join(top, 'before'))
    writeFileSync(join(top, 'before/h'), '.\n')
    takeBack(loans, files)
    expect([existsSync(join(top, 'before/h')), existsSync(join(top, 'after/h'))]).toEqual([true, false])
  })

  test('is none of the folders', () => {
    expect(lend([{ path: join(top, 'folder'), why: 'w' }], files)).toEqual([])
    expect(existsSync(join(top, 'folder'))).toBe(false)
  })
})
