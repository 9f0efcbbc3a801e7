import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expandPatterns } from '../../src/host/patterns.ts'
import { Walker } from '../../src/host/walk.ts'
import { Files } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'
import { callerOf } from '../hosts/machine.ts'
import { smallMachine } from '../hosts/small.ts'

const files = new Files(new Libc())
let top = ''
beforeAll(() => {
  top = realpathSync(mkdtempSync(join(tmpdir(), 'jail-patterns-')))
})
afterAll(() => {
  rmSync(top, { recursive: true, force: true })
})

function plant(...paths: readonly string[]): void {
  for (const path of paths) {
    mkdirSync(dirname(join(top, path)), { recursive: true })
    writeFileSync(join(top, path), '')
  }
}

const caller = { ...callerOf(smallMachine(), 'eve'), uid: process.getuid?.() ?? -1 }
const expand = (patterns: readonly string[], home = join(top, 'home'), uid = caller.uid) =>
  expandPatterns(
    patterns.map((pattern) => join(top, pattern)),
    { caller: { ...caller, home, uid }, walker: new Walker(files), files },
  )
const found = (pattern: string) =>
  expand([pattern])
    .get(join(top, pattern))
    ?.map((path) => path.slice(top.length + 1))

describe('a pattern finds', () => {
  beforeAll(() => {
    plant(
      'p/.env',
      'p/.env.local',
      'p/a/.env',
      'p/a/b/.env',
      'p/a-b/.env',
      'p/.git/.env',
      'p/node_modules/x/.env',
      'p/a/node_modules/.env',
      'p/config/one/secret.pem',
      'p/config/two/secret.pem',
      'p/config/two/deep/secret.pem',
      'p/config/secret.pem',
      'p/config/two/other.pem',
      'out/.env',
      'out/two/secret.pem',
    )
    symlinkSync('../out', join(top, 'p/link'))
    symlinkSync('../../out/two', join(top, 'p/config/three'))
    symlinkSync('../out/.env', join(top, 'p/.env.link'))
    symlinkSync('p', join(top, 'alias'))
    mkdirSync(join(top, 'p/[x]'))
    plant('p/[x]/.env')
  })

  test.each([
    [
      '** in the folder itself and below',
      'p/**/.env',
      ['[x]/.env', '.env', 'a-b/.env', 'a/.env', 'a/b/.env'],
    ],
    ['** with a wildcard behind', 'p/**/.env.*', ['.env.link', '.env.local']],
    ['** below a name', 'p/a/**/.env', ['a/.env', 'a/b/.env']],
    ['** between names', 'p/**/b/.env', ['a/b/.env']],
    ['** twice', 'p/**/a/**/.env', ['a/.env', 'a/b/.env']],
    ['** a folder', 'p/**/b', ['a/b']],
    ['what a name leads into, even node_modules', 'p/node_modules/**/.env', ['node_modules/x/.env']],
    ['by a star what is in .git', 'p/.g*/.env', ['.git/.env']],
    ['a star in the middle', 'p/config/*/secret.pem', ['config/one/secret.pem', 'config/two/secret.pem']],
    [
      'two stars apart',
      'p/*/*/*.pem',
      ['one/secret.pem', 'two/other.pem', 'two/secret.pem'].map((name) => `config/${name}`),
    ],
    ['a star and then a name', 'p/c*/two/deep/secret.pem', ['config/two/deep/secret.pem']],
    ['a question mark in the middle', 'p/config/t?o/other.pem', ['config/two/other.pem']],
    ['nothing where nothing is', 'p/**/*.key', []],
    ['nothing in a folder that is not there', 'none/**/.env', []],
    ['nothing in a file', 'p/.env/**/x', []],
  ])('%s: %s', (_, pattern, names) => {
    expect(found(pattern)).toEqual(names.map((name) => `p/${name}`).sort())
  })

  test('through a link before the first wildcard, by the name that was written', () => {
    expect(found('alias/**/b/.env')).toEqual(['alias/a/b/.env'])
  })

  test('all of several patterns of one tree, each by its own name', () => {
    const all = expand(['p/**/.env', 'p/a/*/.env', 'alias/a/b/**/.env', 'p/config/*/other.pem'])
    expect([...all.values()].map((paths) => paths.length)).toEqual([5, 2, 1, 1])
    expect(all.get(join(top, 'alias/a/b/**/.env'))).toEqual([join(top, 'alias/a/b/.env')])
  })
})

test.each([
  ['the home folder', ''],
  ['a folder above it', 'home/x'],
])('** in %s that is reached by a link is refused', (_, home) => {
  plant('wide/f')
  symlinkSync('.', join(top, `to-top${home.length}`))
  expect(() => expand([`to-top${home.length}/**/f`], join(top, home))).toThrow(
    expect.objectContaining({ id: 'policy.pattern' }),
  )
  expect(() => expand(['wide/**/f'], join(top, home))).not.toThrow()
})

describe('a folder that cannot be listed', () => {
  const unlisted = {
    ...files,
    list: (folder: string) => (folder.endsWith('/shut') ? undefined : files.list(folder)),
    stat: (path: string) => files.stat(path),
  }
  const look = (uid: number) => {
    plant('q/shut/.env', 'q/.env')
    const pattern = join(top, 'q/**/.env')
    const reader = {
      caller: { ...caller, uid },
      walker: new Walker(files),
      files: unlisted as unknown as Files,
    }
    return expandPatterns([pattern], reader).get(pattern)
  }
  test('stops when it belongs to the caller, who could open it inside', () => {
    expect(() => look(caller.uid)).toThrow(expect.objectContaining({ id: 'policy.unlisted' }))
  })
  test('is left out when it belongs to somebody else: it stays shut inside', () => {
    expect(look(caller.uid + 1)).toEqual([join(top, 'q/.env')])
  })
  test('stays shut for an ordinary user by its mode alone', () => {
    plant('r/shut/.env')
    chmodSync(join(top, 'r/shut'), 0)
    const look = () => expand(['r/**/.env'])
    // Root lists whatever it likes.
    if (caller.uid === 0) expect(look().get(join(top, 'r/**/.env'))).toHaveLength(1)
    else expect(look).toThrow(expect.objectContaining({ id: 'policy.unlisted' }))
    chmodSync(join(top, 'r/shut'), 0o700)
  })
})

// claude-code#84681 and #86638: looking for **/.env took minutes, and as much again for each pattern.
describe('a tree of 60,000 files', () => {
  beforeAll(() => {
    plant('big/file')
    for (let folder = 0; folder < 600; folder++) {
      const path = join(top, `big/d${folder % 20}/e${folder}`)
      mkdirSync(path, { recursive: true })
      // Links to one file: only the names count, and they are made in a fraction of the time.
      for (let file = 0; file < 99; file++) linkSync(join(top, 'big/file'), join(path, `file-${file}.ts`))
      linkSync(join(top, 'big/file'), join(path, folder % 100 === 0 ? '.env' : 'y'))
    }
  }, 60_000)

  test('is looked through in 300 ms, for ten patterns as for one', () => {
    for (const patterns of [
      ['big/**/.env'],
      ['.env', '*.pem', '*.key', 'id_*', '.env.*', '*secret*', 'a?b', '*.p12', 'x', 'y'].map(
        (name) => `big/**/${name}`,
      ),
    ]) {
      const times = [1, 2, 3].map(() => {
        // Not by the clock: other tests run beside this one.
        const start = process.cpuUsage()
        expect(expand(patterns).get(join(top, 'big/**/.env'))).toHaveLength(6)
        const { user, system } = process.cpuUsage(start)
        return (user + system) / 1000
      })
      const took = times.map(Math.round).join(', ')
      process.stderr.write(`60,000 files, ${patterns.length} patterns: ${took} ms of the processor\n`)
      expect(Math.min(...times)).toBeLessThan(300)
    }
  }, 60_000)

  test('each folder is listed once, whatever the number of patterns', () => {
    const listed: string[] = []
    const counting = {
      list: (folder: string) => {
        listed.push(folder)
        return files.list(folder)
      },
    }
    const reader = { caller, walker: new Walker(files), files: counting as unknown as Files }
    expandPatterns(
      ['big/**/.env', 'big/**/x', 'big/d1/**/x', 'big/d1/*/x'].map((one) => join(top, one)),
      reader,
    )
    expect(listed).toHaveLength(621)
    expect(new Set(listed).size).toBe(621)
  })

  test('and one of more than 200,000 entries is an error, not silence', () => {
    const folders = Array.from({ length: 10_000 }, (_, at) => ({ name: `f${at}`, kind: 'folder' }))
    const endless = { list: () => folders }
    const reader = { caller, walker: new Walker(files), files: endless as unknown as Files }
    expect(() => expandPatterns([join(top, 'big/**/.env')], reader)).toThrow(
      expect.objectContaining({ id: 'policy.tree-size' }),
    )
  })
})
