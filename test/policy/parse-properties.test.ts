import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { JailError } from '../../src/errors.ts'
import { parseLayer } from '../../src/policy/parse.ts'
import { FILE_KINDS, type FileKind } from '../../src/policy/sources.ts'

const RUNS = 3000
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

test('any text gives a layer or an error with a place that is in the file', () => {
  const text = fc.array(fc.constantFrom(...PIECES), { maxLength: 40 }).map((pieces) => pieces.join(''))
  fc.assert(fc.property(text, kinds, judge), { numRuns: RUNS })
})

test('and so does a good file with a piece put into it, or cut out of it', () => {
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
  fc.assert(fc.property(changed, kinds, judge), { numRuns: RUNS })
})
