import { describe, expect, test } from 'bun:test'
import type { Places } from '../../src/policy/expand.ts'
import type { Layer } from '../../src/policy/layer.ts'
import { profileLayers, resolvePolicy } from '../../src/policy/resolve.ts'
import { type LayerFile, PATH_WORDS, type ProfileFile } from '../../src/policy/words.ts'

const PLACES: Places = {
  home: '/home/ana',
  project: '/work',
  xdg: {
    XDG_CONFIG_HOME: '/home/ana/.config',
    XDG_DATA_HOME: '/home/ana/.local/share',
    XDG_STATE_HOME: '/home/ana/.local/state',
    XDG_CACHE_HOME: '/home/ana/.cache',
  },
}

function resolve(...files: readonly LayerFile[]) {
  const layers: Layer[] = files.map((file, index) => ({ from: `layer ${index}`, file }))
  return resolvePolicy('x', layers, PLACES)
}

/** The rules as `word path (layer): why`. */
function rules(...files: readonly LayerFile[]): string[] {
  return resolve(...files).rules.map(({ word, path, layer, why }) => `${word} ${path} (${layer}): ${why}`)
}

describe('the layers of a profile', () => {
  const file = (...parents: readonly string[]): ProfileFile => ({ description: 'd', extends: parents })
  const PROFILES = {
    base: { description: 'the base' },
    agent: file('base'),
    claude: file('agent'),
    tools: file('base'),
    both: file('tools', 'claude'),
    orphan: file('nobody'),
    self: file('self'),
    left: file('right'),
    right: file('left'),
    outer: file('base', 'left'),
  }

  test.each([
    ['base', ['base']],
    ['claude', ['base', 'agent', 'claude']],
    ['both', ['base', 'tools', 'agent', 'claude', 'both']], // base once, where it is first needed
  ])('%s are %p, the most general first', (name, layers) => {
    const found = profileLayers(name, PROFILES)
    expect(found.map((layer) => layer.from)).toEqual(layers.map((one) => `profile ${one}`))
    expect(found.at(-1)?.file).toBe(PROFILES[name as keyof typeof PROFILES])
  })

  test.each([
    ['cluade', 'policy.unknown-profile', '"cluade"', 'Did you mean claude?'],
    ['doctor', 'policy.unknown-profile', '"doctor"', 'Known: base, agent, claude'],
    ['toString', 'policy.unknown-profile', '"toString"', 'Known: base'],
    ['__proto__', 'policy.unknown-profile', '"__proto__"', 'Known: base'],
    ['', 'policy.unknown-profile', '""', 'Known: base'],
    ['orphan', 'policy.unknown-profile', '"nobody"', 'Known: base'],
    ['self', 'policy.cycle', 'self → self', 'Take one of these names out'],
    ['left', 'policy.cycle', 'left → right → left', 'Take one of these names out'],
    ['outer', 'policy.cycle', 'outer → left → right → left', 'Take one of these names out'],
  ])('%p are refused as %s, naming %p', (name, id, sentence, fix) => {
    expect(() => profileLayers(name, PROFILES)).toThrow(
      expect.objectContaining({
        id,
        message: expect.stringContaining(sentence),
        fix: expect.stringContaining(fix),
      }),
    )
  })
})

describe('of two words at one path', () => {
  // A protection stands beside what grants the path, see below.
  const words = PATH_WORDS.filter((word) => word !== 'protect')
  const pairs = words.flatMap((strong, index) =>
    words.slice(index + 1).map((weak) => [strong, weak] as const),
  )

  test.each(pairs)('%s wins over %s in one layer, whichever is written first', (strong, weak) => {
    expect(rules({ [strong]: { '/a': 's' }, [weak]: { '/a': 'w' } })).toEqual([`${strong} /a (0): s`])
    expect(rules({ [weak]: { '/a': 'w' }, [strong]: { '/a': 's' } })).toEqual([`${strong} /a (0): s`])
  })

  test.each(pairs)('the later layer wins, be it %s or %s', (strong, weak) => {
    expect(rules({ [strong]: { '/a': 's' } }, { [weak]: { '/a': 'w' } })).toEqual([`${weak} /a (1): w`])
    expect(rules({ [weak]: { '/a': 'w' } }, { [strong]: { '/a': 's' } })).toEqual([`${strong} /a (1): s`])
  })

  // The other word, and what is kept when the protection is earlier, in the same layer, later.
  test.each([
    ['hide', 'hide protect, hide protect, hide protect'],
    ['read', 'protect read, protect read, protect read'],
    ['copy', 'copy, protect copy, protect copy'],
    ['write', 'write, protect write, protect write'],
  ])('a protection never opens what is %s, and ends only by what opens the path later', (word, kept) => {
    const [protect, other] = [{ protect: { '/a': 'p' } }, { [word]: { '/a': 'o' } }]
    const layers = [[protect, other], [{ ...protect, ...other }], [other, protect]]
    const words = layers.map((files) =>
      rules(...files)
        .map((rule) => rule.split(' ')[0])
        .join(' '),
    )
    expect(words.join(', ')).toBe(kept)
  })

  test('the same place is found under each of its names', () => {
    expect(rules({ hide: { '~/.ssh': 'keys' } }, { read: { '/home/ana//.ssh/': 'asked' } })).toEqual([
      'read /home/ana/.ssh (1): asked',
    ])
    expect(rules({ read: { '~/.config/x': 'r' } }, { hide: { '$XDG_CONFIG_HOME/x': 'h' } })).toEqual([
      'hide /home/ana/.config/x (1): h',
    ])
  })

  test('a path does not touch its neighbours or what is in it', () => {
    expect(rules({ hide: { '/a': 'h' } }, { read: { '/a/b': 'r', '/ab': 'r' } })).toEqual([
      'hide /a (0): h',
      'read /a/b (1): r',
      'read /ab (1): r',
    ])
  })
})

describe('null', () => {
  test.each([...PATH_WORDS])('removes what an earlier layer said with %s', (word) => {
    expect(rules({ [word]: { '/a': 'x', '/b': 'y' } }, { [word]: { '/a': null } })).toEqual([
      `${word} /b (0): y`,
    ])
    expect(rules({ [word]: { '~/a': 'x' } }, {}, { [word]: { '/home/ana/a': null } })).toEqual([])
  })

  test.each([
    ['what another word said', [{ hide: { '/a': 'h' } }, { read: { '/a': null } }], ['hide /a (0): h']],
    ['what was never said', [{ read: { '/b': 'r' } }, { read: { '/a': null } }], ['read /b (0): r']],
    ['what a later layer says', [{ read: { '/a': null } }, { read: { '/a': 'r' } }], ['read /a (1): r']],
    ['what the same layer says', [{}, { hide: { '/a': null }, read: { '/a': 'r' } }], ['read /a (1): r']],
    [
      'what hides the place below the removed grant',
      [{ hide: { '/a': 'h' } }, { read: { '/a': 'r' } }, { read: { '/a': null } }],
      ['hide /a (0): h'],
    ],
  ])('leaves %s', (_what, files, wanted) => {
    expect(rules(...(files as LayerFile[]))).toEqual(wanted)
  })

  test('makes way for another word at the same path', () => {
    expect(rules({ hide: { '/a': 'h' } }, { hide: { '/a': null }, write: { '/a': 'w' } })).toEqual([
      'write /a (1): w',
    ])
  })
})

test('an entry keeps its reason, its origin, and whether it is required or made', () => {
  const entry = { why: 'state', required: true, create: 'folder' } as const
  expect(resolve({}, { write: { '~/.x': entry, './y': { why: 'short' } } }).rules).toEqual([
    { word: 'write', path: '/home/ana/.x', from: 'layer 1', layer: 1, ...entry },
    {
      word: 'write',
      path: '/work/y',
      why: 'short',
      from: 'layer 1',
      layer: 1,
      required: false,
    },
  ])
})

test('a path that means no place is refused with the layer that names it', () => {
  expect(() => resolve({}, { read: { 'a/b': 'x' } })).toThrow(
    expect.objectContaining({
      id: 'policy.relative-path',
      message: expect.stringContaining('layer 1 names'),
    }),
  )
})

describe('the environment', () => {
  test('passes each name once, with the last layer that names it', () => {
    expect(resolve({ env: { pass: ['A', 'B'] } }, { env: { pass: ['A', 'LC_*'] } }).env.pass).toEqual([
      { name: 'A', from: 'layer 1' },
      { name: 'B', from: 'layer 0' },
      { name: 'LC_*', from: 'layer 1' },
    ])
  })

  test('sets the last value, expanded, and null removes an inherited one', () => {
    const first = { env: { set: { CACHE: '$XDG_CACHE_HOME/npm', MODE: '1', GONE: 'x', EMPTY: '' } } }
    const second = { env: { set: { MODE: '2', GONE: null, NEVER: null } } }
    expect(resolve(first, second).env.set).toEqual([
      { name: 'CACHE', value: '/home/ana/.cache/npm', from: 'layer 0' },
      { name: 'MODE', value: '2', from: 'layer 1' },
      { name: 'EMPTY', value: '', from: 'layer 0' },
    ])
  })
})

describe('a single value', () => {
  const FULL = { description: 'd', command: 'c', args: ['a'], network: 'open', hostname: 'h' } as const

  test('is that of the last layer that has one, even an empty one', () => {
    expect(resolve(FULL, {})).toMatchObject(FULL)
    const later = { description: '', command: 'e', args: [], network: 'none', hostname: 'i' } as const
    expect(resolve(FULL, later, {})).toMatchObject(later)
  })

  test('names the project in an argument, quoted', () => {
    const args = ['x', 'a={$PROJECT=1}', '$HOME']
    const policy = resolvePolicy('x', [{ from: 'a', file: { args } }], { ...PLACES, project: '/a "b" $& c' })
    expect(policy.args).toEqual(['x', 'a={"/a \\"b\\" $& c"=1}', '$HOME'])
  })

  test('that no layer has is the careful one', () => {
    expect(resolve({})).toEqual({
      profile: 'x',
      description: '',
      command: undefined,
      args: [],
      rules: [],
      takenBack: [],
      writes: [],
      writesOfProject: [],
      env: { pass: [], set: [] },
      network: 'none',
      hostname: 'jail',
      nested: false,
      review: true,
      tmpBytes: 0,
      memoryBytes: 0,
      processes: 0,
      accept: new Map(),
      notes: [],
    })
  })

  test('is added to those before when it is a note or an accepted weakening', () => {
    const { notes, accept, tmpBytes } = resolve(
      { notes: ['one'], accept: { a: 'old', b: 'kept' }, limits: { tmp: '1G' } },
      { notes: ['two'], accept: { a: 'new' }, limits: { tmp: '512M' } },
      { limits: {} },
    )
    expect(notes).toEqual(['one', 'two'])
    expect([...accept]).toEqual([
      ['a', 'new'],
      ['b', 'kept'],
    ])
    expect(tmpBytes).toBe(512 * 2 ** 20)
  })
})
