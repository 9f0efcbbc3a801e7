import { describe, expect, test } from 'bun:test'
import type { Widening } from '../../src/policy/widen-values.ts'
import { boundedLines, canBeAsked, wideningLines } from '../../src/ui/widenings.ts'

const many = (count: number): Widening[] =>
  Array.from({ length: count }, (_, index) => ({ word: 'read', sentence: `read ~/${index}` }))

describe('what a project opens', () => {
  test('has its place in front, with odd signs made visible', () => {
    const at = '~/a b\u202e/.jail.yaml:1:2'
    expect(wideningLines([{ word: 'nested', at, sentence: 'nested: true' }])).toEqual([
      '  "~/a b\\\\u{202e}/.jail.yaml:1:2": nested: true',
    ])
    expect(wideningLines(many(1))).toEqual(['  read ~/0'])
  })

  test('is shown whole in an error while it is not much', () => {
    expect(boundedLines(many(20))).toEqual(wideningLines(many(20)))
  })

  test('is cut in an error, and the rest is counted', () => {
    const lines = boundedLines([{ word: 'read', sentence: 'x'.repeat(5000) }, ...many(24)])
    expect(lines).toHaveLength(21)
    expect(lines[0]?.length).toBeLessThan(310)
    expect(lines.at(-1)).toBe('  … and 5 more')
  })

  test.each([
    ['a few lines', many(20), true],
    ['too many to be seen at once', many(21), false],
    ['one that is too long', [{ word: 'read', sentence: 'x'.repeat(400) }], false],
  ])('is asked about at a start: %s', (_, widenings, asked) => {
    expect(canBeAsked(widenings)).toBe(asked)
  })
})
