import { afterAll, describe, expect, test } from 'bun:test'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PathFact } from '../../src/host/facts.ts'
import { Walker } from '../../src/host/walk.ts'
import { ERRNO, Files, type Stat } from '../../src/sys/files.ts'
import { Libc } from '../../src/sys/libc.ts'

const files = new Files(new Libc())
const top = realpathSync(mkdtempSync(join(tmpdir(), 'jail-walk-')))
afterAll(() => rmSync(top, { recursive: true, force: true }))

/** Links of the tree, by place and text. What they lead to is for the kernel to say. */
const LINKS: Readonly<Record<string, string>> = {
  'to-file': 'real/file',
  'to-folder': 'real/sub',
  absolute: join(top, 'real/sub'),
  slashes: './/real///sub/',
  chain: 'chain2',
  chain2: 'absolute',
  outer: 'real',
  'real/inner': 'sub',
  'real/back': '../to-folder/../file',
  'up-and-in': 'to-folder/../../real/sub',
  'to-parent': '..',
  'to-here': '.',
  'to-root': '/',
  'to-roots': '///',
  'ends-in-parent': 'real/sub/..',
  'ends-in-dot': 'real/sub/.',
  'through-root': `to-root${top}/real/file`,
  past: '../../../../../../../../..',
  nothing: 'not-there',
  'nothing-deep': 'not-there/x',
  'nothing-chain': 'nothing',
  'below-file': 'real/file/x',
  'above-nothing': 'not-there/../real',
  loop: 'loop',
  ping: 'pong',
  pong: 'ping',
}

mkdirSync(join(top, 'real/sub/deep'), { recursive: true })
mkdirSync(join(top, 'real/name with space \n é'))
writeFileSync(join(top, 'real/file'), 'four', { mode: 0o640 })
chmodSync(join(top, 'real/sub'), 0o711)
for (const [place, text] of Object.entries(LINKS)) symlinkSync(text, join(top, place))
// 40 links lead to a file: as many as the kernel follows; the 41st is one too many.
for (let step = 1; step <= 41; step++)
  symlinkSync(step === 1 ? 'real/file' : `hop${step - 1}`, join(top, `hop${step}`))

const PATHS = [
  ...Object.keys(LINKS),
  ...['.', 'real', 'real/file', 'real/sub/deep', 'real/name with space \n é', 'real//sub/', './real/./sub'],
  ...['outer/sub/deep', 'outer/inner/deep', 'outer/back', 'absolute/deep', 'chain/deep', 'slashes/deep'],
  ...['to-parent/x/..', 'to-here/to-here/real/file', 'real/sub/..', 'to-folder/..', 'to-folder/../file'],
  ...['to-root/usr', 'to-folder/../../outer/inner/../sub', 'ends-in-parent/file', 'real/sub/deep/../..'],
  ...[
    'hop40',
    'hop41',
    'not-there',
    'not-there/x',
    'real/file/x',
    'real/file/..',
    'not-there/..',
    'nothing/x',
  ],
  ...['loop/x', 'ping/..', 'to-file/x', '../..', '../../../../../../../..'],
]

const walk = (path: string): PathFact => new Walker(files).resolve(path)

describe('a path leads where the kernel says', () => {
  test.each(PATHS)('%p', (path) => {
    const full = `${top}/${path}`
    const fact = walk(full)
    const real = kernel(() => realpathSync.native(full))
    if (real === undefined) return expect(['absent', 'dangling']).toContain(fact.state)
    const { mode, uid, gid, size } = statSync(full)
    const kind = statSync(full).isDirectory() ? 'folder' : 'file'
    const told = kind === 'folder' ? 0 : size
    expect(fact).toMatchObject({ state: 'present', kind, real, mode: mode & 0o7777, uid, gid, size: told })
  })

  test('and the tree has both kinds of paths', () => {
    const there = PATHS.filter((path) => kernel(() => statSync(`${top}/${path}`)) !== undefined)
    expect(there.length).toBeGreaterThan(30)
    expect(PATHS.length - there.length).toBeGreaterThan(10)
  })

  test.each([
    '/',
    '//',
    '/.',
    '/..',
    '/proc/self',
    '/proc/self/cwd',
    '/dev/null',
    '/usr',
    '/bin',
    '/etc/mtab',
  ])('%s of this machine', (path) => {
    const real = kernel(() => realpathSync.native(path))
    const fact = walk(path)
    if (real === undefined) return expect(fact.state).not.toBe('present')
    const { mode, uid, gid } = statSync(path)
    expect(fact).toMatchObject({ state: 'present', real, mode: mode & 0o7777, uid, gid })
  })
})

describe('each link on the way is told, in its order, with its folder resolved', () => {
  test.each([
    ['real/file', []],
    ['to-file', ['to-file']],
    ['chain/deep', ['chain', 'chain2', 'absolute']],
    ['outer/inner/deep', ['outer', 'real/inner']],
    ['outer/back', ['outer', 'real/back', 'to-folder']],
    ['to-folder/../inner', ['to-folder', 'real/inner']],
    ['nothing-chain', ['nothing-chain', 'nothing']],
    ['hop3', ['hop3', 'hop2', 'hop1']],
  ])('%s: %p', (path, places) => {
    const links = places.map((place) => ({ at: join(top, place), to: readlinkSync(join(top, place)) }))
    expect(walk(`${top}/${path}`)).toMatchObject({ links })
    for (const { at } of links) expect(lstatSync(at).isSymbolicLink()).toBe(true)
  })
})

describe('what is not there', () => {
  test.each([
    ['not-there', 'absent', 'not-there'],
    ['not-there/x/y', 'absent', 'not-there/x/y'],
    ['outer/not-there/x', 'absent', 'real/not-there/x'],
    ['real/file/x', 'absent', 'real/file/x'],
    ['to-file/x', 'absent', 'real/file/x'],
    ['nothing', 'dangling', 'not-there'],
    ['nothing-deep', 'dangling', 'not-there/x'],
    ['nothing-chain', 'dangling', 'not-there'],
    ['below-file', 'dangling', 'real/file/x'],
    ['nothing/x', 'absent', 'not-there/x'],
    ['loop', 'dangling', 'loop'],
    ['ping', 'dangling', 'ping'],
  ] as const)('%s is %s, and would be at %s', (path, state, real) => {
    expect(walk(join(top, path))).toMatchObject({ state, real: join(top, real) })
  })
})

/** Files in which one place answers with an errno, as it does to an ordinary user. */
class Closed extends Files {
  override stat(path: string, follow?: boolean): Stat | number {
    return path === join(top, 'real/sub/deep') ? -ERRNO.EACCES : super.stat(path, follow)
  }
}

describe('a place that may not be looked into', () => {
  test('is unreadable, which is neither there nor absent', () => {
    const walker = new Walker(new Closed(files.libc))
    const real = join(top, 'real/sub/deep')
    expect(walker.resolve(real)).toEqual({ state: 'unreadable', real, links: [] })
    expect(walker.resolve(join(top, 'outer/inner/deep/x'))).toMatchObject({
      state: 'unreadable',
      real: `${real}/x`,
    })
    expect(walker.resolve(join(top, 'real/sub')).state).toBe('present')
  })

  test('is unreadable to an ordinary user on the real disk', () => {
    const folder = join(top, 'closed')
    mkdirSync(join(folder, 'in'), { recursive: true })
    symlinkSync('closed/in', join(top, 'to-closed'))
    chmodSync(top, 0o755)
    chmodSync(folder, 0o000)
    const facts = asOrdinaryUser(() =>
      ['closed', 'closed/in', 'to-closed', 'closed/none'].map((path) => walk(join(top, path))),
    )
    chmodSync(folder, 0o700)
    expect(facts.map(({ state }) => state)).toEqual(['present', 'unreadable', 'unreadable', 'unreadable'])
    expect(facts[2]).toMatchObject({ real: join(folder, 'in'), links: [{ at: join(top, 'to-closed') }] })
  })
})

/** Files that note each place that is looked at. */
class Watched extends Files {
  readonly touched: string[] = []
  override stat(path: string, follow?: boolean): Stat | number {
    this.touched.push(path)
    return super.stat(path, follow)
  }
}

describe('a mount that does not answer', () => {
  const why = 'it did not answer'
  const watched = new Watched(files.libc)
  const walker = new Walker(watched, new Map([[join(top, 'real/sub'), why]]))

  test.each(['real/sub', 'real/sub/deep', 'to-folder', 'outer/inner/deep', 'real/sub/..', 'chain'])(
    'makes %s unknown, with the reason, and is not touched',
    (path) => {
      expect(walker.resolve(`${top}/${path}`)).toEqual({ state: 'unknown', why })
      expect(watched.touched.filter((one) => one.startsWith(join(top, 'real/sub')))).toEqual([])
    },
  )

  test.each(['real', 'real/file', 'outer/not-there', 'to-file'])('leaves %s as it is', (path) => {
    expect(walker.resolve(join(top, path))).toEqual(walk(join(top, path)))
  })
})

test('a place is looked at once, however many paths cross it', () => {
  const watched = new Watched(files.libc)
  const walker = new Walker(watched)
  for (const path of ['outer/sub', 'outer/sub/deep', 'outer/inner', 'not-there', 'not-there/x'])
    walker.resolve(join(top, path))
  expect(watched.touched.toSorted()).toEqual([...new Set(watched.touched)].toSorted())
  expect(watched.touched).toContain(join(top, 'not-there'))
})

function kernel<T>(ask: () => T): T | undefined {
  try {
    return ask()
  } catch {
    // An error is the kernel's answer that nothing is there.
    return undefined
  }
}

/** Root is refused nothing, so it steps down for the time of the call (seteuid(2)). */
function asOrdinaryUser<T>(act: () => T): T {
  if (process.geteuid?.() !== 0) return act()
  process.seteuid?.(65_534)
  try {
    return act()
  } finally {
    process.seteuid?.(0)
  }
}
