import { describe, expect, test } from 'bun:test'
import { posix } from 'node:path'
import fc from 'fast-check'
import {
  foldersBetween,
  isBelow,
  isPattern,
  isWithin,
  join,
  matchesPattern,
  nameOf,
  normalise,
  parentOf,
  sortByPath,
} from '../../src/policy/paths.ts'

/** Components that are likely to be taken for each other: prefixes, and bytes that sort around the slash. */
const component = fc.constantFrom(
  'a',
  'ab',
  'a-b',
  'a.b',
  'a b',
  'a!',
  '..a',
  '...',
  '~',
  'é',
  '😀',
  'A',
  '*',
)
const path = fc.array(component, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`)
const anyPath = fc
  .array(fc.oneof(component, fc.constantFrom('', '.', '..')), { maxLength: 8 })
  .map((parts) => `/${parts.join('/')}`)

describe('a path is made normal', () => {
  test.each([
    ['/', '/'],
    ['//', '/'],
    ['/.', '/'],
    ['/..', '/'],
    ['/../../a', '/a'],
    ['/a/', '/a'],
    ['/a//b', '/a/b'],
    ['/a/./b/.', '/a/b'],
    ['/a/../b', '/b'],
    ['/a/b/../..', '/'],
    ['/a/...', '/a/...'],
    ['/a/..b/.c', '/a/..b/.c'],
    ['/ a /\n', '/ a /\n'],
  ])('%p is %p', (text, normal) => {
    expect(normalise(text)).toBe(normal)
  })

  test('once and for all, and as node:path does it', () => {
    fc.assert(
      fc.property(anyPath, (text) => {
        const normal = normalise(text)
        expect(normalise(normal)).toBe(normal)
        expect(normal).toBe(posix.resolve(text))
      }),
    )
  })

  test('with folder and name as its parts', () => {
    fc.assert(
      fc.property(path, (normal) => {
        expect(join(parentOf(normal), nameOf(normal) || '/')).toBe(normal)
        expect(parentOf(normal)).toBe(posix.dirname(normal))
        expect(nameOf(normal)).toBe(posix.basename(normal))
      }),
    )
  })
})

test.each([
  ['/a', 'b', '/a/b'],
  ['/a', '/b', '/b'],
  ['/a', '', '/a'],
  ['/a', '.', '/a'],
  ['/a/b', '../c', '/a/c'],
  ['/', '../..', '/'],
  ['/', 'a', '/a'],
])('from %p, %p leads to %p', (folder, text, result) => {
  expect(join(folder, text)).toBe(result)
})

describe('one path lies within another', () => {
  test.each([
    ['/a', '/a', true],
    ['/a/b', '/a', true],
    ['/a/b/c', '/a', true],
    ['/', '/', true],
    ['/a', '/', true],
    ['/ab', '/a', false],
    ['/a-b/c', '/a', false],
    ['/a.ssh', '/a', false],
    ['/', '/a', false],
    ['/b/a', '/a', false],
  ])('%p within %p: %p', (inner, outer, answer) => {
    expect(isWithin(inner, outer)).toBe(answer)
    expect(isBelow(inner, outer)).toBe(answer && inner !== outer)
  })

  test('exactly when the way from one to the other does not begin with ..', () => {
    fc.assert(
      fc.property(path, path, (a, b) => {
        const way = posix.relative(b, a)
        expect(isWithin(a, b)).toBe(way !== '..' && !way.startsWith('../'))
        expect(isWithin(a, b) && isWithin(b, a)).toBe(a === b)
      }),
    )
  })
})

describe('the folders between', () => {
  test.each([
    ['/', '/a/b/c', ['/a', '/a/b']],
    ['/a', '/a/b/c', ['/a/b']],
    ['/a', '/a/b', []],
    ['/a', '/a', []],
    ['/', '/', []],
    ['/a', '/ab/c/d', []],
    ['/a/b/c', '/a', []],
  ])('%p and %p are %p', (top, inner, between) => {
    expect(foldersBetween(top, inner)).toEqual(between)
  })

  test('are all folders below the one and above the other, outermost first', () => {
    fc.assert(
      fc.property(path, path, (top, inner) => {
        const between = foldersBetween(top, inner)
        const above: string[] = []
        for (let folder = inner; folder !== '/'; folder = parentOf(folder)) above.push(folder)
        const wanted = above.filter((folder) => isBelow(inner, folder) && isBelow(folder, top))
        expect(between.toSorted()).toEqual(wanted.toSorted())
        for (const [index, folder] of between.entries())
          expect(isBelow(folder, between[index - 1] ?? top)).toBe(true)
      }),
    )
  })
})

describe('the order of paths', () => {
  const sorted = (paths: readonly string[]): string[] =>
    sortByPath(paths.map((one) => ({ path: one }))).map((item) => item.path)
  const some = fc.uniqueArray(path, { maxLength: 12 })

  test('puts a folder before what is in it, and that before the next folder', () => {
    const right = ['/', '/a', '/a/b', '/a/b/c', '/a/c', '/a b', '/a!', '/a-b', '/a.b', '/ab', '/b']
    expect(sorted(right.toReversed())).toEqual(right)
    expect(sorted(['/b', ...right.slice(0, -1).toReversed()])).toEqual(right)
  })

  test('is total: it does not hang on the order before, and sorting again changes nothing', () => {
    fc.assert(
      fc.property(some, (paths) => {
        const once = sorted(paths)
        expect(sorted(paths.toReversed())).toEqual(once)
        expect(sorted(once)).toEqual(once)
        expect(once.toSorted()).toEqual(paths.toSorted())
      }),
    )
  })

  test('keeps everything in a folder together, behind the folder', () => {
    fc.assert(
      fc.property(some, path, (paths, folder) => {
        const all = sorted([...new Set([...paths, folder])])
        const inside = all.filter((one) => isWithin(one, folder))
        const at = all.indexOf(folder)
        expect(all.slice(at, at + inside.length)).toEqual(inside)
      }),
    )
  })

  test('leaves items at the same path in their order, and the given list as it was', () => {
    const items = ['/b', '/a', '/b', '/a'].map((one, index) => ({ path: one, index }))
    expect(sortByPath(items).map(({ index }) => index)).toEqual([1, 3, 0, 2])
    expect(items.map(({ index }) => index)).toEqual([0, 1, 2, 3])
  })
})

describe('a pattern', () => {
  test.each([
    ['/etc/*-release', true],
    ['/etc/python?', true],
    ['/etc/passwd', false],
    ['/a[b]{c}', false],
    ['/', false],
  ])('is %p: %p', (text, answer) => {
    expect(isPattern(text)).toBe(answer)
  })

  test.each([
    ['os-release', '*-release', true],
    ['-release', '*-release', true],
    ['os-release.bak', '*-release', false],
    ['python3', 'python?', true],
    ['python', 'python?', false],
    ['python31', 'python?', false],
    ['😀', '?', true],
    ['é', '?', true],
    ['', '*', true],
    ['', '?', false],
    ['a\nb', 'a*b', true],
    ['a\nb', 'a?b', true],
    ['a\n', 'a', false],
    ['.env', '*', true],
    ['a.b', 'a.b', true],
    ['axb', 'a.b', false],
    ['a+', 'a+', true],
    ['aa', 'a+', false],
    ['[ab]', '[ab]', true],
    ['a', '[ab]', false],
    ['a|b', 'a|b', true],
    ['a', 'a|b', false],
    ['(x)', '(*)', true],
    ['^$', '^$', true],
    ['a\\', '*\\', true],
    ['{}', '{}', true],
    ['a-b', 'a-b', true],
    ['A', 'a', false],
  ])('matches: %p by %p: %p', (name, pattern, answer) => {
    expect(matchesPattern(name, pattern)).toBe(answer)
  })

  test('matches as a shell would, for any text', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '.', '\\', '$', '*', '?'), maxLength: 6 })
    fc.assert(
      fc.property(text, text, (name, pattern) => {
        expect(matchesPattern(name, pattern)).toBe(matches(name, pattern))
      }),
      { numRuns: 500 },
    )
  })
})

/** The definition, one character at a time. */
function matches(name: string, pattern: string): boolean {
  if (pattern === '') return name === ''
  if (pattern.startsWith('*'))
    return matches(name, pattern.slice(1)) || (name !== '' && matches(name.slice(1), pattern))
  if (name === '') return false
  return (pattern[0] === '?' || pattern[0] === name[0]) && matches(name.slice(1), pattern.slice(1))
}
