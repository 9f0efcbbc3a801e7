import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { columns, wrapped } from '../../src/ui/columns.ts'

describe('two columns', () => {
  test('begin each at its place, whichever left side is the longest', () => {
    const rows = [
      ['a', 'one'],
      ['bbb', 'two'],
      ['', 'three'],
    ] as const
    expect(columns(rows)).toEqual(['  a    one', '  bbb  two', '       three'])
  })

  test('are none for no rows', () => {
    expect(columns([])).toEqual([])
  })

  test('lose nothing of what stands in them', () => {
    const cell = fc.string({ unit: 'grapheme-ascii', maxLength: 12 })
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell)), (rows) => {
        const width = Math.max(0, ...rows.map(([left]) => left.length))
        const lines = columns(rows)
        const read = lines.map((line) => [line.slice(2, 2 + width).trimEnd(), line.slice(4 + width)])
        expect(read).toEqual(rows.map(([left, right]) => [left.trimEnd(), right]))
      }),
    )
  })
})

describe('wrapped words', () => {
  test.each([
    [[], []],
    [['a'], ['  a']],
    [
      ['aaa', 'bbb', 'ccc'],
      ['  aaa  bbb', '  ccc'],
    ],
    [
      ['aaa', 'longer than that', 'b'],
      ['  aaa', '  longer than that', '  b'],
    ],
    [
      ['aaaa', 'bbbb', 'c'],
      ['  aaaa', '  bbbb  c'],
    ],
  ])('%j', (words, lines) => {
    expect(wrapped(words, 10)).toEqual(lines)
  })
})
