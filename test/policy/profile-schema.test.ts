import { describe, expect, test } from 'bun:test'
import { faultsOf } from './profile-schema.ts'

const VALID = { description: 'x' }

describe('the schema takes a profile', () => {
  test.each([
    ['with nothing but a description', {}],
    ['with a reason as text', { read: { '/a': 'why' } }],
    ['with a reason in an object', { write: { '~/a': { why: 'x', required: true, create: 'folder' } } }],
    ['that removes an inherited path', { hide: { '~/.ssh': null } }],
    [
      'with each kind of path',
      { read: { '/': 'r', '~': 'r', '.': 'r', './a': 'r', '$XDG_DATA_HOME/x': 'r' } },
    ],
    ['with wildcards', { read: { '/etc/*-release': 'r' }, env: { pass: ['LC_*', 'A'] } }],
    ['that sets and unsets variables', { env: { set: { A: '', B: null } } }],
    [
      'with all single values',
      { network: 'none', hostname: 'a-1', limits: { tmp: '2G' }, command: 'c', args: [''] },
    ],
    ['with accepted weakenings', { accept: { 'tmp-size': 'old bwrap' } }],
  ])('%s', (_what, more) => {
    expect(faultsOf({ ...VALID, ...more })).toEqual([])
  })
})

/** What is wrong, the profile, and the place that the fault names. */
const BROKEN: readonly [string, unknown, string][] = [
  ['is nothing', null, ''],
  ['is a list', [], ''],
  ['is empty', {}, 'description'],
  ['has an empty description', { description: ' ' }, 'description'],
  ['has an unknown key', { ...VALID, reed: { '/a': 'x' } }, 'reed'],
  ['has a key in capitals', { ...VALID, Read: {} }, 'Read'],
  ['has a word of a later version', { ...VALID, allow: ['a.example'] }, 'allow'],
  ['has a word of a later version that asks for nothing', { ...VALID, allow: [] }, 'allow'],
  ['has a path without a reason', { ...VALID, read: { '/a': '' } }, 'read > /a'],
  ['has a path with a blank reason', { ...VALID, hide: { '/a': ' \n' } }, 'hide > /a'],
  ['has a reason that is a number', { ...VALID, read: { '/a': 1 } }, 'read > /a'],
  ['has an object without a reason', { ...VALID, write: { '/a': { create: 'folder' } } }, 'write > /a > why'],
  ['has an object with an empty reason', { ...VALID, copy: { '/a': { why: '' } } }, 'copy > /a > why'],
  [
    'has an object with an unknown key',
    { ...VALID, read: { '/a': { why: 'x', mode: 1 } } },
    'read > /a > mode',
  ],
  [
    'makes something else than a folder',
    { ...VALID, write: { '/a': { why: 'x', create: 'file' } } },
    'write > /a > create',
  ],
  ['has a list of paths', { ...VALID, protect: ['/a'] }, 'protect'],
  ['has a relative path', { ...VALID, read: { 'a/b': 'x' } }, 'read > a/b'],
  ['has a path of another home', { ...VALID, read: { '~bob/x': 'x' } }, 'read > ~bob/x'],
  ['has a path above the project', { ...VALID, read: { '../x': 'x' } }, 'read > ../x'],
  ['has a path of an unknown place', { ...VALID, read: { '$HOME/x': 'x' } }, 'read > $HOME/x'],
  ['has ** beside other text', { ...VALID, read: { '/a**/b': 'x' } }, 'read > /a**/b'],
  ['ends in **', { ...VALID, hide: { './**': 'x' } }, 'hide > ./**'],
  ['extends a word, not a list', { ...VALID, extends: 'base' }, 'extends'],
  ['has a command line as its command', { ...VALID, command: 'claude --x' }, 'command'],
  ['has an argument that is a number', { ...VALID, args: ['-n', 3] }, 'args > 1'],
  ['has an argument that is a truth value', { ...VALID, args: [true] }, 'args > 0'],
  ['passes a name with a dash', { ...VALID, env: { pass: ['A-B'] } }, 'env > pass > 0'],
  ['passes everything', { ...VALID, env: { pass: ['*'] } }, 'env > pass > 0'],
  ['passes a wildcard in the middle', { ...VALID, env: { pass: ['A*B'] } }, 'env > pass > 0'],
  ['sets a number', { ...VALID, env: { set: { A: 1 } } }, 'env > set > A'],
  ['sets a truth value', { ...VALID, env: { set: { A: false } } }, 'env > set > A'],
  ['sets a name with a space', { ...VALID, env: { set: { 'A B': '1' } } }, 'env > set > A B'],
  ['has an unknown key in env', { ...VALID, env: { unset: ['A'] } }, 'env > unset'],
  ['has a network of its own', { ...VALID, network: 'filtered' }, 'network'],
  ['has a network that is a truth value', { ...VALID, network: false }, 'network'],
  ['has a host name with a dot', { ...VALID, hostname: 'a.b' }, 'hostname'],
  ['has a size that is a number', { ...VALID, limits: { tmp: 2 } }, 'limits > tmp'],
  ['has a size with a fraction', { ...VALID, limits: { tmp: '1.5G' } }, 'limits > tmp'],
  ['has an unknown limit', { ...VALID, limits: { disk: '1G' } }, 'limits > disk'],
  ['accepts a weakening without a reason', { ...VALID, accept: { 'tmp-size': '' } }, 'accept > tmp-size'],
  ['accepts a list of weakenings', { ...VALID, accept: ['tmp-size'] }, 'accept'],
  ['accepts what is no weakening', { ...VALID, accept: { tmp: 'x' } }, 'accept > tmp'],
  ['has an empty note', { ...VALID, notes: [''] }, 'notes > 0'],
]

describe('the schema refuses a profile that', () => {
  test.each(BROKEN)('%s', (_what, file, place) => {
    const faults = faultsOf(file)
    expect(faults).toHaveLength(1)
    expect(faults[0]).toStartWith(`${place}: `)
  })

  test('has several faults, and names each', () => {
    const faults = faultsOf({ description: '', reed: {}, read: { a: 'x', '/b': '' } })
    expect(faults.map((one) => one.split(': ')[0]).toSorted()).toEqual([
      'description',
      'read > /b',
      'read > a',
      'reed',
    ])
  })
})
