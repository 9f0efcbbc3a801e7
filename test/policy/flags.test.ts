import { describe, expect, test } from 'bun:test'
import { type Flags, flagLayer } from '../../src/policy/flags.ts'

const layer = (flags: Flags) => flagLayer(flags, '/home/ana/src/app', '/home/ana')
const CLOSED = { hide: {}, read: {}, copy: {}, keep: {}, write: {}, env: { pass: [], set: {} } }

test('a command line without flags says nothing, not even about the network', () => {
  expect(layer({})).toEqual({ from: 'command line', speaker: 'flags', file: CLOSED })
})

describe('a path that is typed', () => {
  test.each([
    ['/etc/ssh', '/etc/ssh'],
    ['/', '/'],
    ['docs', '/home/ana/src/app/docs'],
    ['./docs/', '/home/ana/src/app/docs'],
    ['../other', '/home/ana/src/other'],
    ['.', '/home/ana/src/app'],
    ['~', '/home/ana'],
    ['~/', '/home/ana'],
    ['~/a//b', '/home/ana/a/b'],
    ['a b/ü', '/home/ana/src/app/a b/ü'],
    ['$HOME/x', '/home/ana/src/app/$HOME/x'],
    ['.env*', '/home/ana/src/app/.env*'],
  ])('as %p means %p, for each word', (text, path) => {
    for (const word of ['read', 'write', 'copy', 'keep', 'hide'] as const) {
      const entry = { why: `--${word} ${text}`, required: word !== 'hide' && word !== 'keep' }
      expect(layer({ [word]: [text] }).file).toEqual({ ...CLOSED, [word]: { [path]: entry } })
    }
  })

  test.each(['~bob', '~bob/.ssh', '~+', '~~'])('as %p is refused, since it names another home', (text) => {
    for (const word of ['read', 'write', 'copy', 'keep', 'hide'] as const) {
      expect(() => layer({ [word]: [text] })).toThrow(
        expect.objectContaining({
          id: 'flag.path',
          message: expect.stringContaining(JSON.stringify(text)),
          fix: 'Write it as an absolute path.',
        }),
      )
    }
  })

  test('several times keeps each, and the last reason of the same one', () => {
    const { read } = layer({ read: ['/b', '/a', './../../../../b'] }).file
    expect(read).toEqual({
      '/b': { why: '--read ./../../../../b', required: true },
      '/a': { why: '--read /a', required: true },
    })
  })
})

describe('a variable that is typed', () => {
  test.each([
    ['TOKEN', ['TOKEN'], []],
    ['_x9', ['_x9'], []],
    ['TOKEN=', [], [['TOKEN', '']]],
    ['A=b=c', [], [['A', 'b=c']]],
    ['A= b\n', [], [['A', ' b\n']]],
    ['A=~/x', [], [['A', '~/x']]],
    ['constructor=x', [], [['constructor', 'x']]],
    ['__proto__=x', [], [['__proto__', 'x']]],
  ])('as %p is passed %p or set %p', (text, pass, set) => {
    const env = layer({ env: [text] }).file.env
    expect(env?.pass).toEqual(pass)
    expect(Object.entries(env?.set ?? {})).toEqual(set as [string, string][])
  })

  test('several times keeps the order of those passed, and the last value of one set', () => {
    expect(layer({ env: ['B', 'X=1', 'A', 'X=2'] }).file.env).toEqual({ pass: ['B', 'A'], set: { X: '2' } })
  })

  test.each(['', '=x', '9A', 'A-B', 'A B=x', ' A=x', 'É=x', 'A*', 'ANTHROPIC_*', 'A\n=x', 'A.B'])(
    'as %p is refused, since no program could read it',
    (text) => {
      expect(() => layer({ env: [text] })).toThrow(
        expect.objectContaining({ id: 'flag.env', fix: 'Write --env NAME or --env NAME=VALUE.' }),
      )
    },
  )
})

test.each(['open', 'none'])('--network %s is the network of the layer', (mode) => {
  expect(layer({ network: [mode] }).file).toEqual({ ...CLOSED, network: mode as 'open' | 'none' })
})
