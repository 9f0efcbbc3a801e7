import { expect } from 'bun:test'
import fc from 'fast-check'
import { JailError } from '../../src/errors.ts'
import { parseLayer } from '../../src/policy/parse.ts'
import { FILE_KINDS, type FileKind } from '../../src/policy/sources.ts'
import type { Fuzz } from './property.ts'

/** What hostile and careless files are made of. */
const PIECES = [
  ...'\n :-?[]{},#&*!|>\'"%@`~<=\t\r\\0aé\ufeff\u2028',
  ...[
    '\n  ',
    '\n    ',
    ': ',
    '- ',
    '? ',
    '---\n',
    '...\n',
    '<<: ',
    '!!',
    '&a ',
    '*a',
    '"\\',
    '|\n ',
    'null',
    'true',
    '0x1F',
  ],
  ...[
    'read',
    'write: ',
    'hide:\n',
    'env: {',
    'pass: [',
    'set: {',
    'A: "1"',
    'limits: ',
    'tmp: 2G',
    'network: none\n',
  ],
  ...[
    '~/x',
    './y',
    '/z',
    'why: ',
    'required: true',
    'create: folder',
    'accept: ',
    'tmp-size',
    'lock: ',
    '__proto__: ',
  ],
] as const
const GOOD = [
  'read:\n  - ~/x\n  - /y\n',
  'write:\n  ~/x: why\n  /y: {why: z, required: true}\n',
  'env:\n  pass: [A, LC_*]\n  set: {B: "1", C: null}\n',
  'network: none\nnested: false\nlimits: {tmp: 2G}\naccept: [tmp-size]\n',
]

/** A layer, or the error: always one of ours, with its place in front and something to do. */
function judge(text: string, kind: FileKind): void {
  try {
    expect(parseLayer({ kind, path: '/x/f.yaml', shown: 'f.yaml', text }).from).toBe('f.yaml')
  } catch (error) {
    if (!(error instanceof JailError)) throw error
    expect(error.message).toMatch(/^f\.yaml:\d+:\d+: [^\n]+\.$/)
    expect(error.fix ?? '').not.toBe('')
    const [, line = '', column = ''] = error.message.split(':')
    const there = text.replace(/^\ufeff/, '').split('\n')[Number(line) - 1]
    expect([there !== undefined, Number(column) <= (there ?? '').length + 1]).toEqual([true, true])
  }
}

const kinds = fc.constantFrom(...FILE_KINDS)

const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(''))

const change = fc.record({
  text: fc.constantFrom(...GOOD, GOOD.join('')),
  at: fc.nat({ max: 200 }),
  cut: fc.nat({ max: 5 }),
  piece: fc.constantFrom('', ...PIECES),
})
const changed = change.map(({ text, at, cut, piece }) => {
  const where = at % (text.length + 1)
  return text.slice(0, where) + piece + text.slice(where + cut)
})

/** Bytes as they come from a disk. */
const bytes = fc.uint8Array({ maxLength: 60 }).map((some) => new TextDecoder('utf-8').decode(some))

/** Names as files have them, with what YAML, terminals and JavaScript take for more than a letter. */
const name = fc
  .array(
    fc.constantFrom(
      'a',
      'B',
      '0',
      '.',
      '-',
      ' ',
      '#',
      ': ',
      "'",
      '"',
      '\\',
      '[',
      '}',
      '&',
      '!',
      'é',
      '😀',
      '%',
      '@',
      '|',
    ),
    {
      minLength: 1,
      maxLength: 6,
    },
  )
  .map((signs) => signs.join(''))
const isPlain = (one: string): boolean => one.trim() === one && one !== '.' && !one.startsWith('..')
const file = fc.record({
  read: fc.dictionary(
    name.filter(isPlain).map((one) => `~/x${one}`),
    name.filter((one) => one.trim() !== ''),
    { maxKeys: 4, noNullPrototype: true },
  ),
  hide: fc.uniqueArray(
    name.filter(isPlain).map((one) => `/x${one}`),
    { maxLength: 4 },
  ),
  env: fc.record({
    set: fc.dictionary(fc.constantFrom('A', 'B_1', 'toString'), name, { noNullPrototype: true }),
  }),
  network: fc.constantFrom('open', 'none'),
})

/** JSON is YAML: what is written is what is read. */
function isFaithful(value: { readonly read: object; readonly hide: readonly string[] } & object): void {
  const { file: read } = parseLayer({
    kind: 'config',
    path: '/x/f.yaml',
    shown: 'f.yaml',
    text: JSON.stringify(value),
  })
  expect(JSON.parse(JSON.stringify({ ...read, hide: Object.keys(read.hide ?? {}) }))).toEqual(value)
}

export const PROFILES: readonly Fuzz[] = [
  {
    name: 'profile-pieces',
    claim: 'any text gives a layer or an error with a place that is in the file',
    share: 0.14,
    property: fc.property(text, kinds, judge),
  },
  {
    name: 'profile-changed',
    claim: 'and so does a good file with a piece put into it, or cut out of it',
    share: 0.14,
    property: fc.property(changed, kinds, judge),
  },
  {
    name: 'profile-bytes',
    claim: 'and so do bytes',
    share: 0.03,
    property: fc.property(bytes, kinds, judge),
  },
  {
    name: 'profile-meaning',
    claim: 'what a file says is what is read, whatever signs are in its paths and texts',
    share: 0.05,
    property: fc.property(file, isFaithful),
  },
]
