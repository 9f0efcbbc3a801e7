import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import {
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ERRNO, Files } from '../../src/sys/files.ts'
import { holdFolder, inside } from '../../src/sys/held-folder.ts'
import { Libc } from '../../src/sys/libc.ts'
import { createFile } from '../../src/sys/write.ts'

const files = new Files(new Libc())
let top: string
beforeAll(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'jail-held-')))
  for (const name of ['real/in', 'odd name\n/in']) mkdirSync(join(top, name), { recursive: true })
  writeFileSync(join(top, 'file'), '')
  symlinkSync('real', join(top, 'link'))
  symlinkSync('nothing', join(top, 'dangling'))
})
afterAll(() => rmSync(top, { recursive: true }))

const held = (name: string, make = false): number => {
  const fd = holdFolder(files, join(top, name), make)
  if (fd >= 0) closeSync(fd)
  return Math.min(fd, 0)
}

describe('a folder is held by its path', () => {
  test.each([
    ['real', 0],
    ['real/in', 0],
    ['odd name\n/in', 0],
    ['link', -ERRNO.ELOOP],
    ['link/in', -ERRNO.ELOOP],
    ['dangling', -ERRNO.ELOOP],
    ['dangling/in', -ERRNO.ENOENT],
    ['file', -ERRNO.ENOTDIR],
    ['none', -ERRNO.ENOENT],
  ])('%s: %i', (name, answer) => expect(held(name)).toBe(answer))

  test('the root, too', () => {
    const fd = holdFolder(files, '/')
    expect(fd).toBeGreaterThan(0)
    closeSync(fd)
  })
})

describe('a folder that is missing', () => {
  test('is made with those above it, for nobody else', () => {
    expect(held('new/deep/er', true)).toBe(0)
    for (const name of ['new', 'new/deep/er']) expect(statSync(join(top, name)).mode & 0o777).toBe(0o700)
  })
  test.each(['link/new', 'link/in/new', 'dangling/new'])('is not made where a link leads: %s', (name) => {
    expect(held(name, true)).toBeLessThan(0)
    for (const made of ['real/new', 'real/in/new', 'nothing']) expect(existsSync(join(top, made))).toBe(false)
  })
})

test('what is made in a folder that is held is made there, whatever its path leads to by now', () => {
  mkdirSync(join(top, 'place'))
  const fd = holdFolder(files, join(top, 'place'))
  renameSync(join(top, 'place'), join(top, 'moved'))
  symlinkSync('real', join(top, 'place'))
  expect(createFile(files, inside(fd, '/any/where/made'), 'text')).toBe(0)
  closeSync(fd)
  expect([existsSync(join(top, 'moved/made')), existsSync(join(top, 'real/made'))]).toEqual([true, false])
})
