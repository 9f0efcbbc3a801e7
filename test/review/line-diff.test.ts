import { expect, test } from 'bun:test'
import { lineDiff } from '../../src/review/line-diff.ts'

test.each([
  ['the same', 'a\nb\n', 'a\nb\n', []],
  ['a line in the middle', 'a\nb\nc\n', 'a\nx\nc\n', ['@@ line 2 @@', '-b', '+x']],
  ['a line at the end', 'a\n', 'a\nb\n', ['@@ line 2 @@', '+b']],
  ['a line that is gone', 'a\nb\n', 'b\n', ['@@ line 1 @@', '-a']],
  ['a repeated line', 'a\n', 'a\na\n', ['@@ line 2 @@', '+a']],
  ['all of a new file', '', 'a\nb', ['@@ line 1 @@', '+a', '+b']],
  ['all of one that is gone', 'a\n', '', ['@@ line 1 @@', '-a']],
])('%s', (_, before, after, lines) => {
  expect(lineDiff(before, after)).toEqual(lines)
})

test('many lines are cut, and counted', () => {
  const lines = lineDiff('', 'x\n'.repeat(500))
  expect(lines).toHaveLength(202)
  expect(lines.at(-1)).toBe('+ … 300 more lines')
})
