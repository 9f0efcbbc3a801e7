import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { patternsMeet } from '../../src/policy/opening.ts'
import { matchesPattern } from '../../src/policy/paths.ts'

describe('two patterns', () => {
  test.each([
    ['.env*', '*.local'],
    ['*', '?'],
    ['a*c', 'ab*'],
    ['a?c', '?b?'],
    ['**a', 'a'],
    ['', '*'],
    ['?', '😀'],
    ['.e*', '.env*'],
  ])('%s and %s can match one name', (a, b) => {
    expect([patternsMeet(a, b), patternsMeet(b, a)]).toEqual([true, true])
  })

  test.each([
    ['.env*', 'env*'],
    ['*.pem', '*.key'],
    ['?', ''],
    ['a?', 'a'],
    ['??', '😀'],
    ['a*b', 'a*c'],
  ])('%s and %s cannot', (a, b) => {
    expect([patternsMeet(a, b), patternsMeet(b, a)]).toEqual([false, false])
  })

  test('that match one name do meet', () => {
    const text = (signs: string[]) =>
      fc.array(fc.constantFrom(...signs), { maxLength: 6 }).map((all) => all.join(''))
    const [name, pattern] = [text(['a', 'b']), text(['a', 'b', '*', '?'])]
    fc.assert(
      fc.property(name, pattern, pattern, (one, a, b) => {
        if (matchesPattern(one, a) && matchesPattern(one, b)) expect(patternsMeet(a, b)).toBe(true)
      }),
      { numRuns: 3000 },
    )
  })
})
