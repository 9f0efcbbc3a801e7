import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { PresentPath } from '../../src/host/facts.ts'
import { mayAccess } from '../../src/plan/access.ts'
import { type LayerFile, PATH_WORDS } from '../../src/policy/words.ts'
import { callerOf } from '../hosts/machine.ts'
import { decide, type Small, smallMachine } from '../hosts/small.ts'
import { seenAt } from './seen.ts'

const FOLDER = 'folder 0755 1000 1000'
const FILE = 'file 0644 1000 1000 9'

describe('a rule for a path that is', () => {
  const rule: LayerFile = { read: { '~/x': 'why x' } }
  test.each([
    ['a folder gives the folder', { '/home/eve/x': FOLDER }, '/home/eve/x', 'folder'],
    ['a file gives the file', { '/home/eve/x': FILE }, '/home/eve/x', 'file'],
    ['a link gives what it leads to', { '/home/eve/x': 'link /y', '/y': FOLDER }, '/y', 'folder'],
    [
      'a link over a link',
      { '/home/eve/x': 'link z', '/home/eve/z': 'link ../../y', '/y': FILE },
      '/y',
      'file',
    ],
  ] as const)('%s', (_, entries, path, kind) => {
    const { at, places } = decide([rule], { entries })
    expect(at(path)).toMatchObject({ word: 'read', kind, source: path, why: 'why x', from: 'layer 0' })
    expect(places.skipped).toEqual([])
  })

  test('a link is made again where it is, with the reason of the rule', () => {
    const { places } = decide([rule], { entries: { '/home/eve/x': 'link /y', '/y': FOLDER } })
    const link = { path: '/home/eve/x', to: '/y', why: 'why x', from: 'layer 0' }
    expect(places.links.get('/home/eve/x')).toMatchObject(link)
  })

  test('a link is made again where it is, wherever the rule stands in a file', () => {
    const entries = { '/home/eve/x': 'link /y', '/y': FOLDER }
    const { plan } = decide([rule], { entries, at: (word, entry) => `f.yaml:1:1 ${word} ${entry}` })
    const op = { kind: 'symlink', path: '/home/eve/x', to: '/y', at: 'f.yaml:1:1 read ~/x' }
    expect(plan.ops.filter(({ kind }) => kind === 'symlink')).toContainEqual(expect.objectContaining(op))
    const other = decide([rule], { entries }).plan.ops.find(({ path }) => path === '/home/eve/x')
    expect(Object.keys(other ?? {})).not.toContain('at')
  })

  test.each([
    ['not there', {}, 'it does not exist'],
    ['a link to nothing', { '/home/eve/x': 'link nowhere' }, 'it is a link to nothing'],
    ['a link to itself', { '/home/eve/x': 'link x' }, 'it is a link to nothing'],
  ] as const)('%s has no effect, and that is said', (_, entries, because) => {
    const { places, at } = decide([rule], { entries })
    expect(at('/home/eve/x')).toBeUndefined()
    expect(places.skipped).toEqual([
      { path: '/home/eve/x', word: 'read', because, from: 'layer 0', told: false },
    ])
  })

  test.each([
    [{ state: 'unreadable', real: '/home/eve/x', links: [] }, 'you may not look there'],
    [{ state: 'unknown', why: 'the mount did not answer' }, 'the mount did not answer'],
  ] as const)('%j has no effect, and that is said', (fact, because) => {
    const { facts } = decide([rule])
    const paths = new Map([...facts.paths, ['/home/eve/x', fact] as const])
    expect(decide([rule], {}, { paths }).places.skipped).toMatchObject([{ because }])
  })

  test('a file of /etc that may not be read has no effect, and that is said', () => {
    const { plan } = decide([{ read: { '/etc/x': 'why' } }], { entries: { '/etc/x': 'file 0600 0 0 9' } })
    expect(plan.ops.find((op) => op.path === '/etc/x')).toBeUndefined()
    expect(plan.skipped).toMatchObject([{ path: '/etc/x', word: 'read' }])
  })
})

describe('a rule is refused', () => {
  test.each([
    [
      'when what must be there is not',
      { read: { '~/x': { why: '--read x', required: true } } },
      'policy.required',
    ],
    ['when a folder would be copied', { copy: { './': 'all' } }, 'policy.copy-folder'],
    ['for a path in /proc', { hide: { '/proc/1': 'x' } }, 'policy.reserved'],
    ['for /dev', { write: { '/dev': 'x' } }, 'policy.reserved'],
    ['for a pattern that ends in two stars', { hide: { './**': 'x' } }, 'policy.pattern'],
    ['for two stars beside a name', { hide: { './a**/x': 'x' } }, 'policy.pattern'],
    ['for two stars that grant writing', { write: { './**/x': 'x' } }, 'policy.pattern'],
    ['for two stars that grant a copy', { copy: { './**/x': 'x' } }, 'policy.pattern'],
    // ai-jail#95 and sandbox-runtime's patterns at the root: an error, never skipped.
    ['for two stars in the whole machine', { hide: { '/**/*.pem': 'x' } }, 'policy.pattern'],
    ['for two stars in the home folder', { hide: { '~/**/*.pem': 'x' } }, 'policy.pattern'],
    ['for two stars above the home folder', { hide: { '/home/**/*.pem': 'x' } }, 'policy.pattern'],
  ] as const)('%s', (_, file, id) => {
    expect(() => decide([file])).toThrow(expect.objectContaining({ id }))
  })
  test.each([
    ['when what must be there is', { read: { '~/p': { why: '--read p', required: true } } }],
    ['for a copy of a file', { copy: { '/bin/sh': 'x' } }],
    ['for a name that only begins like /proc', { read: { '/process': 'x' } }],
    ['for a star in the last part', { hide: { './*.pem': 'x' } }],
    ['for a star in the middle', { hide: { './*/x': 'x' } }],
    ['for two stars in the project', { hide: { './**/*.pem': 'x' } }],
    ['for two stars in a folder of the home folder', { read: { '~/docs/**/*.md': 'x' } }],
    ['for two stars that protect', { protect: { './**/hooks': 'x' } }],
    ['for two stars in another folder', { hide: { '/srv/**/x': 'x' } }],
  ] as const)('but not %s', (_, file) => {
    expect(() => decide([file])).not.toThrow()
  })
})

describe('a pattern', () => {
  const entries = { '/home/eve/p/a.pem': FILE, '/home/eve/p/b.pem': FILE, '/home/eve/p/c.txt': FILE }
  const hidden = (pattern: string) =>
    [...decide([{ hide: { [pattern]: 'k' } }], { entries }).places.nodes.values()]
      .filter(({ word }) => word === 'hide')
      .map(({ path }) => path.slice('/home/eve/p/'.length))

  test.each([
    ['./*.pem', ['a.pem', 'b.pem']],
    ['./?.pem', ['a.pem', 'b.pem']],
    ['./a*', ['a.pem']],
    ['./*', ['a.pem', 'b.pem', 'c.txt']],
    ['./??.pem', []],
  ])('%s closes %j', (pattern, names) => {
    expect(hidden(pattern)).toEqual(names)
  })

  test('that matches nothing is listed as such', () => {
    const { places } = decide([{ hide: { './*.key': 'k' } }], { entries })
    expect(places.skipped).toMatchObject([{ path: '/home/eve/p/*.key', because: 'nothing matches it' }])
  })
})

describe('at one path', () => {
  // A protection takes no other rule's place: the tests below are about that.
  const WORDS = PATH_WORDS.filter((one) => one !== 'protect')
  const word = fc.constantFrom(...WORDS)
  const entries: Small['entries'] = { '/home/eve/x': FILE, '/home/eve/link': 'link x' }
  /** The same place by its own name or through a link. */
  const entry = fc.tuple(word, fc.constantFrom('~/x', '~/link', '~/./x', '/home/../home/eve/x'))

  test('the later layer wins, whatever it says and by whichever name', () => {
    fc.assert(
      fc.property(fc.array(entry, { minLength: 1, maxLength: 4 }), (list) => {
        const { at } = decide(
          list.map(([one, path]) => ({ [one]: { [path]: 'x' } })),
          { entries },
        )
        expect(at('/home/eve/x')).toMatchObject({ word: list.at(-1)?.[0], layer: list.length - 1 })
      }),
      { numRuns: 300 },
    )
  })

  test('within one layer the order is hide, read, copy, write', () => {
    fc.assert(
      fc.property(fc.uniqueArray(entry, { selector: ([one]) => one, minLength: 1 }), (list) => {
        const file = Object.fromEntries(list.map(([one, path]) => [one, { [path]: 'x' }]))
        const first = WORDS.find((one) => one in file)
        expect(decide([file], { entries }).at('/home/eve/x')?.word).toBe(first as (typeof WORDS)[number])
      }),
      { numRuns: 300 },
    )
  })
})

test.each(['hide', 'read', 'copy', 'write'] as const)(
  'a protection in a later layer that comes by a link does not take the place of %s',
  (one) => {
    const layers = [{ [one]: { '~/x': 'x' } }, { protect: { '~/link': 'runs later' } }]
    const { at, places } = decide(layers, { entries: { '/home/eve/x': FILE, '/home/eve/link': 'link x' } })
    expect(at('/home/eve/x')?.word).toBe(one)
    expect(places.skipped).toMatchObject([{ path: '/home/eve/link', word: 'protect', told: true }])
  },
)

describe('a protected path that is a link', () => {
  const grants: LayerFile = {
    hide: { '~/.ssh': 'keys' },
    write: { './': 'the project', '~/.agent': 'state' },
  }
  const protects: LayerFile = { protect: { '~/.agent/local': 'runs later', './.vscode': 'runs later' } }
  const entries = {
    '/home/eve/.ssh': FOLDER,
    '/home/eve/.ssh/id': FILE,
    '/home/eve/.agent': FOLDER,
    '/home/eve/p/f': FILE,
  }
  const seen = (link: Record<string, string>, path: string) =>
    seenAt(
      decide([grants, protects, { read: { '~': '--read ~' } }], { entries: { ...entries, ...link } }).plan
        .ops,
      path,
    )

  test.each([
    [
      'opens nothing that is hidden',
      '/home/eve/.agent/local',
      'link ../.ssh',
      '/home/eve/.ssh/id',
      'nothing',
    ],
    [
      'does not take the project away',
      '/home/eve/p/.vscode',
      'link .',
      '/home/eve/p/f',
      'host /home/eve/p/f rw',
    ],
  ])('%s', (_, at, link, path, now) => {
    expect(seen({}, path)).toBe(now as 'nothing')
    expect(seen({ [at]: link }, path)).toBe(now as 'nothing')
  })
})

describe('the mode bits decide what may be read inside', () => {
  const eve = callerOf(smallMachine(), 'eve')
  const root = { ...eve, uid: 0, gid: 0, groups: [0] }
  const fact = (mode: number, uid: number, gid: number): PresentPath => ({
    state: 'present',
    kind: 'file',
    real: '/x',
    links: [],
    mode,
    uid,
    gid,
    size: 1,
  })
  test.each([
    ['the owner by the first bits', eve, fact(0o400, 1000, 5), true],
    ['the owner only by the first bits', eve, fact(0o044, 1000, 1000), false],
    ['a member of the group by the second', eve, fact(0o040, 0, 1000), true],
    ['a member of the group only by the second', eve, fact(0o404, 0, 1000), false],
    ['others by the last', eve, fact(0o004, 0, 0), true],
    ['others only by the last', eve, fact(0o440, 0, 0), false],
    ['root without a right of its own', root, fact(0o600, 1000, 1000), false],
    ['root what all may read', root, fact(0o644, 1000, 1000), true],
  ] as const)('%s', (_, caller, file, may) => {
    expect(mayAccess(file, caller, 4)).toBe(may)
  })
})
