import { describe, expect, test } from 'bun:test'
import type { Layer } from '../../src/policy/layer.ts'
import { parseLayer } from '../../src/policy/parse.ts'
import type { FileKind } from '../../src/policy/sources.ts'
import type { LayerFile } from '../../src/policy/words.ts'

function parse(text: string, kind: FileKind = 'config', path = '/home/ana/.config/jail/x.yaml'): Layer {
  return parseLayer({ kind, path, shown: 'c.yaml', text })
}

const NAMED = 'named in c.yaml'
const X = { read: { '~/x': NAMED } }

/** What is good, the file, and what it says. */
const GOOD: readonly (readonly [string, string, LayerFile])[] = [
  ['an empty file', '', {}],
  ['a file of comments', '# read: [~/x]\n\n  # more\n', {}],
  ['a file of spaces', '  \n\n   ', {}],
  ['an empty map', '{}', {}],
  ['a start of a document and nothing more', '---\n', {}],
  ['a start and an end of a document', '---\nread: [~/x]\n...\n', X],
  ['a byte order mark', '\ufeffread: [~/x]\n', X],
  ['lines that end with CR LF', 'read:\r\n  - ~/x\r\nnetwork: none\r\n', { ...X, network: 'none' }],
  ['a file without a last line end', 'read: [~/x]', X],
  ['a word with nothing behind it', 'read:\nhide:\n  # - ~/y\nenv:\nlimits:\nnetwork:\nnotes:\n', {}],
  [
    'words of env and limits with nothing behind them',
    'env:\n  pass:\n  set:\nlimits:\n  tmp:\n',
    { env: {} },
  ],
  ['empty collections', 'read: []\nhide: {}\naccept: []', { read: {}, hide: {}, accept: {} }],
  ['a list of paths', 'read: [~/x, /y]', { read: { '~/x': NAMED, '/y': NAMED } }],
  ['a list of paths in quotes', 'write: ["~", \'./a b\']', { write: { '~': NAMED, './a b': NAMED } }],
  ['files that are kept', 'keep: [~/.x, ./state.json]', { keep: { '~/.x': NAMED, './state.json': NAMED } }],
  ['a map of paths', 'copy:\n  ~/x: why\n  /y: "other: why"', { copy: { '~/x': 'why', '/y': 'other: why' } }],
  ['a path that is taken back', 'hide: {~/x: null, /y: ~}', { hide: { '~/x': null, '/y': null } }],
  [
    'entries with more',
    'write:\n  ~/x: {why: state, required: true, create: folder}\n  ~/y: {create: "{}"}\n  ~/z: {}',
    {
      write: {
        '~/x': { why: 'state', required: true, create: 'folder' },
        '~/y': { why: NAMED, create: '{}' },
        '~/z': { why: NAMED },
      },
    },
  ],
  [
    'each form of what is made',
    'write: {/a: {create: subfolder}, /b: {create: ""}, /c: {create: "[]"}, /d: {create: "# x"}}',
    {
      write: {
        '/a': { why: NAMED, create: 'subfolder' },
        '/b': { why: NAMED, create: '' },
        '/c': { why: NAMED, create: '[]' },
        '/d': { why: NAMED, create: '# x' },
      },
    },
  ],
  [
    'each known place',
    'read: [., ./a, $XDG_CONFIG_HOME/a, $XDG_CACHE_HOME]',
    { read: { '.': NAMED, './a': NAMED, '$XDG_CONFIG_HOME/a': NAMED, $XDG_CACHE_HOME: NAMED } },
  ],
  [
    'wildcards in the last component',
    'protect: ["./*.pem", "~/a/b?c"]',
    { protect: { './*.pem': NAMED, '~/a/b?c': NAMED } },
  ],
  [
    'wildcards for write and copy',
    'write: ["./*.log"]\ncopy: ["~/.x*"]',
    { write: { './*.log': NAMED }, copy: { '~/.x*': NAMED } },
  ],
  ['a path with letters of other scripts', 'read: [~/für/日本]', { read: { '~/für/日本': NAMED } }],
  ['a path with a sign outside the basic plane', 'read: [~/😀]', { read: { '~/😀': NAMED } }],
  ['a path with an escaped tab', 'read: ["~/a\\tb"]', { read: { '~/a\tb': NAMED } }],
  ['a path with a # inside', 'read: [~/a#b]', { read: { '~/a#b': NAMED } }],
  ['one path under two words', 'read: [~/x]\nhide: [~/x]', { ...X, hide: { '~/x': NAMED } }],
  [
    'a reason over several lines',
    'read:\n  ~/x: >\n    a long\n    reason\n',
    { read: { '~/x': 'a long reason\n' } },
  ],
  ['a reason that is a word of YAML 1.1', 'read: {~/x: no}', { read: { '~/x': 'no' } }],
  ['names as a list', 'env: {pass: [A, LC_*, _x1]}', { env: { pass: ['A', 'LC_*', '_x1'] } }],
  ['names as a map', 'env: {pass: {A: why, B: null}}', { env: { pass: { A: 'why', B: null } } }],
  [
    'values',
    'env: {set: {A: "1", B: "", C: null, D: a=b, E: on, F: "\\e[0m"}}',
    { env: { set: { A: '1', B: '', C: null, D: 'a=b', E: 'on', F: '\x1b[0m' } } },
  ],
  ['an open network', 'network: open', { network: 'open' }],
  ['no network, in quotes', 'network: "none"', { network: 'none' }],
  ['a host name', 'hostname: a-1', { hostname: 'a-1' }],
  ['nested', 'nested: true', { nested: true }],
  ['not nested', 'nested: false', { nested: false }],
  ['no review', 'review: false', { review: false }],
  ['a review', 'review: true', { review: true }],
  ['a size', 'limits: {tmp: 512M}', { limits: { tmp: '512M' } }],
  ['a size of bytes, in quotes', 'limits: {tmp: "4096"}', { limits: { tmp: '4096' } }],
  ['weakenings as a list', 'accept: [tmp-size]', { accept: { 'tmp-size': 'accepted in c.yaml' } }],
  [
    'weakenings as a map',
    'accept: {tmp-size: old bwrap, status: null}',
    { accept: { 'tmp-size': 'old bwrap', status: null } },
  ],
  ['words of a later version that ask for nothing', 'allow: []\npublish: []\ncredentials:', {}],
  ['the least memory', 'limits: {memory: 16M}', { limits: { memory: '16M' } }],
  ['limits', 'limits: {memory: 4G, processes: 200}', { limits: { memory: '4G', processes: 200 } }],
  [
    'limits that take inherited ones back',
    'limits: {memory: null, processes: null}',
    { limits: { memory: null, processes: null } },
  ],
  [
    'a description and notes',
    'description: mine\nnotes: [a, "b: c"]',
    { description: 'mine', notes: ['a', 'b: c'] },
  ],
  ['JSON', '{"read": {"~/x": "why"}, "nested": false}', { read: { '~/x': 'why' }, nested: false }],
  ['a long line', `read: {~/x: ${'y'.repeat(100_000)}}`, { read: { '~/x': 'y'.repeat(100_000) } }],
  [
    '5,000 paths',
    `read:\n${Array.from({ length: 5000 }, (_, n) => `  /p/${n}: x`).join('\n')}`,
    { read: Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`/p/${n}`, 'x'])) },
  ],
]

describe('a config file takes', () => {
  test.each(GOOD)('%s', (_, text, file) => {
    const layer = parse(text)
    expect(layer.file).toEqual(file)
    expect([layer.from, layer.speaker, layer.lock]).toEqual(['c.yaml', 'person', undefined])
  })

  test.each(GOOD)('what a profile takes too: %s', (_, text, file) => {
    expect(parse(text, 'profile').file).toEqual({ description: 'your own profile x', ...file })
  })
})

test.each([
  ['read', {}],
  ['env', { env: { set: {} } }],
])('a map of %s has no prototype', (word) => {
  const { file } = parse('read: {~/x: why}\nenv: {set: {A: b}}')
  const map = word === 'read' ? file.read : file.env?.set
  expect(Object.getPrototypeOf(map)).toBeNull()
})

describe('a profile', () => {
  test('has words that a config has not', () => {
    const file = { extends: ['base', 'mine'], command: '/opt/x/run', args: ['', '-n', '3'], description: 'd' }
    const text = 'extends: [base, mine]\ncommand: /opt/x/run\nargs: ["", -n, "3"]\ndescription: d'
    expect(parse(text, 'profile').file).toEqual(file)
  })

  test.each([
    ['/x/mine.yaml', 'your own profile mine'],
    ['/x/other', 'your own profile other'],
  ])('at %s is described by its name when it does not do so itself', (path, description) => {
    expect(parse('', 'profile', path).file.description).toBe(description)
  })
})

test('the administrator locks words', () => {
  const { lock, speaker, file } = parse('lock: [network, hide]\nnetwork: none', 'administrator')
  expect({ lock, speaker, file }).toEqual({
    lock: ['network', 'hide'],
    speaker: 'administrator',
    file: { network: 'none' },
  })
  expect(parse('lock: []', 'administrator').lock).toEqual([])
  expect(parse('lock:', 'administrator').lock).toBeUndefined()
})

test('a project speaks for itself', () => {
  expect(parse('hide: [./.env]', 'project').speaker).toBe('project')
})

describe('the place of', () => {
  const text = [
    'read: [~/x, "~/y z"]',
    'hide:',
    '  ~/k: why',
    '  /m: null',
    'env:',
    '  pass: [A, B]',
    '  set: {B: "1"}',
    'limits: {tmp: 1G}',
    'accept:',
    '  - status',
    '  - tmp-size',
    'extends: [base, 好]',
  ].join('\n')
  test.each([
    ['a word', 'hide', undefined, '2:1'],
    ['the first item of a list', 'read', '~/x', '1:8'],
    ['an item in quotes', 'read', '~/y z', '1:13'],
    ['a key of a map', 'hide', '~/k', '3:3'],
    ['a key that takes back', 'hide', '/m', '4:3'],
    ['a name that is passed', 'env', 'A', '6:10'],
    ['a name that is passed and set, where it is set', 'env', 'B', '7:9'],
    ['a limit', 'limits', 'tmp', '8:10'],
    ['an item of a list on its own line', 'accept', 'tmp-size', '11:5'],
    ['a profile that is extended', 'extends', 'base', '12:11'],
    ['a profile behind it', 'extends', '好', '12:17'],
    ['an entry that is not there, which is that of its word', 'read', '~/nothing', '1:1'],
  ])('%s', (_, word, entry, at) => {
    expect(parse(text, 'profile').at?.(word, entry)).toBe(`c.yaml:${at}`)
    expect(parse(text.replaceAll('\n', '\r\n'), 'profile').at?.(word, entry)).toBe(`c.yaml:${at}`)
    expect(parse(`\ufeff${text}`, 'profile').at?.(word, entry)).toBe(`c.yaml:${at}`)
  })

  test('a word that is not in the file is unknown', () => {
    expect(parse(text, 'profile').at?.('network')).toBeUndefined()
    expect(parse(text, 'profile').at?.('write', '~/x')).toBeUndefined()
  })

  test('a lock', () => {
    expect(parse('lock: [env, hide]', 'administrator').at?.('lock', 'hide')).toBe('c.yaml:1:13')
  })
})
