import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { nearest } from '../../src/policy/nearest.ts'

describe('the nearest word', () => {
  test.each([
    ['run', ['run', 'shell'], 'run'],
    ['rnu', ['run', 'shell'], 'run'], // two neighbours swapped are one slip
    ['runn', ['run', 'shell'], 'run'],
    ['rn', ['run', 'shell'], 'run'],
    ['ron', ['run', 'shell'], 'run'],
    ['cluade', ['base', 'claude', 'codex'], 'claude'],
    ['claud', ['base', 'claude', 'codex'], 'claude'],
    ['--netwrk', ['--network', '--read'], '--network'],
    ['opencoode', ['codex', 'opencode'], 'opencode'],
    ['opncod', ['codex', 'opencode'], 'opencode'], // two slips in six letters
    ['bat', ['cat', 'bat'], 'bat'], // the word itself before its neighbour
    ['rat', ['cat', 'bat'], 'cat'], // of two as near, the first
  ])('to %p among %p is %p', (word, known, near) => {
    expect(nearest(word, known)).toBe(near)
  })

  test.each([
    ['npm', ['run', 'shell', 'profiles']],
    ['doctor', ['run', 'shell', 'profiles']],
    ['rm', ['run']], // two slips in two letters are another word
    ['clde', ['claude']],
    ['', ['run']],
    ['run', []],
    ['RUN', ['run']],
    ['x'.repeat(300), ['run', 'shell']],
  ])('to %p among %p is none that could be meant', (word, known) => {
    expect(nearest(word, known)).toBeUndefined()
  })

  const letters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', '-'), minLength: 3, maxLength: 9 })

  test('is the word itself when it is known', () => {
    fc.assert(
      fc.property(
        letters,
        fc.array(letters, { maxLength: 5 }),
        fc.array(letters, { maxLength: 5 }),
        (word, a, b) => {
          expect(nearest(word, [...a, word, ...b])).toBe(word)
        },
      ),
    )
  })

  test('is found after any one slip: a letter more, less, another, or two swapped', () => {
    fc.assert(
      fc.property(letters, fc.nat(), fc.constantFrom('a', 'z'), (word, place, letter) => {
        const at = place % word.length
        const [before, here, after] = [word.slice(0, at), word[at] ?? '', word.slice(at + 1)]
        const swapped = before + after.slice(0, 1) + here + after.slice(1)
        for (const slip of [before + letter + here + after, before + letter + after, swapped])
          expect(nearest(slip, [word])).toBe(word)
        if (word.length > 3) expect(nearest(before + after, [word])).toBe(word)
      }),
    )
  })

  test('is one of the known words or none', () => {
    fc.assert(
      fc.property(fc.string(), fc.array(fc.string(), { maxLength: 6 }), (word, known) => {
        const near = nearest(word, known)
        expect(near === undefined || known.includes(near)).toBe(true)
      }),
    )
  })
})
