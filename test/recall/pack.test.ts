import { describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { pack, unpack } from '../../src/recall/pack.ts'
import { asTold } from '../../src/recall/recorder.ts'
import { Files } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'
import { areSame, type Look, packLooks } from '../../src/sys/looks.ts'

const files = new Files(new Libc())

describe('a kept start', () => {
  const parts = fc.tuple(fc.string({ unit: 'grapheme' }), fc.uint8Array())

  test('is read as it was written', () => {
    fc.assert(
      fc.property(parts, ([text, looks]) => {
        const read = unpack(pack(text, looks))
        expect(read?.text).toBe(text)
        expect([...(read?.looks ?? [])]).toEqual([...looks])
        expect((read?.looks.byteOffset ?? 1) % 4).toBe(0)
      }),
      { numRuns: 500 },
    )
  })

  test('is none with any byte changed, cut short or empty', () => {
    const file = fc.tuple(parts, fc.nat(), fc.integer({ min: 1, max: 255 }))
    fc.assert(
      fc.property(file, ([[text, looks], where, flip]) => {
        const whole = pack(text, looks)
        const broken = whole.slice()
        const at = where % broken.length
        broken[at] = (broken[at] ?? 0) ^ flip
        expect(unpack(broken)).toBeUndefined()
        expect(unpack(whole.slice(0, at))).toBeUndefined()
        expect(unpack(new Uint8Array(whole.length))).toBeUndefined()
      }),
      { numRuns: 500 },
    )
  })
})

describe('questions of stat', () => {
  const PATHS = [
    '/',
    '/usr',
    '/usr/bin/env',
    '/etc/passwd',
    '/bin',
    '/none',
    '/etc/passwd/x',
    '/dev/null',
    '/proc/self',
  ]
  const looks = PATHS.flatMap((path): Look[] => [
    [path, 0, asTold(files.stat(path))],
    [path, 1, asTold(files.stat(path, true))],
  ])

  test('have the same answers a moment later, all together and each alone', () => {
    expect(areSame(packLooks(looks), files)).toBe(true)
    for (const look of looks) expect(areSame(packLooks([look]), files)).toBe(true)
    expect(areSame(packLooks([]), files)).toBe(true)
  })

  test('have another one when any part of it is another', () => {
    const other = (look: Look, told: Look[2]): Look => [look[0], look[1], told]
    for (const look of looks) {
      const told = look[2]
      const changed: Look[2][] =
        typeof told === 'number'
          ? [told - 1, ['file', 0o644, 0, 0, 1, 0]]
          : [
              -2,
              ...[1, 2, 3].map(
                (at): Look[2] => told.with(at, (told[at] as number) ^ 1) as unknown as Look[2],
              ),
            ]
      for (const one of changed) expect(areSame(packLooks([other(look, one)]), files)).toBe(false)
    }
  })

  test('see another size and another number of names of a file, but not of a folder', () => {
    const [path, follow, told] = looks.find(([path]) => path === '/etc/passwd') ?? looks[0] ?? ['', 0, 0]
    if (typeof told === 'number') throw new Error('/etc/passwd is there')
    const [kind, mode, uid, gid, links, size] = told
    expect(areSame(packLooks([[path, follow, [kind, mode, uid, gid, links + 1, size]]]), files)).toBe(false)
    expect(areSame(packLooks([[path, follow, [kind, mode, uid, gid, links, size + 1]]]), files)).toBe(false)
    expect(areSame(packLooks([[path, follow, [kind, mode, uid, gid, links, size + 2 ** 32]]]), files)).toBe(
      false,
    )
    expect(areSame(packLooks([[path, follow, ['folder', mode, uid, gid, links, size]]]), files)).toBe(false)
    const folder = mkdtempSync(join(tmpdir(), 'jail-looks-'))
    const before = asTold(files.stat(folder))
    mkdtempSync(join(folder, 'in'))
    expect(areSame(packLooks([[folder, 0, before]]), files)).toBe(true)
    rmSync(folder, { recursive: true })
    expect(areSame(packLooks([[folder, 0, before]]), files)).toBe(false)
  })
})
