import { describe, expect, test } from 'bun:test'
import { JailError } from '../../src/errors.ts'
import { selectProbes } from '../../src/verify/select.ts'
import { splitWords } from '../../src/verify/split-words.ts'
import { probe } from './given.ts'

function errorOf(act: () => unknown): JailError {
  try {
    act()
  } catch (error) {
    if (error instanceof JailError) return error
    throw error
  }
  throw new Error('It was not refused.')
}

describe('the command of --with is split as sh does', () => {
  test.each([
    ['srt', ['srt']],
    ['firejail --quiet', ['firejail', '--quiet']],
    ['  a \t b\n', ['a', 'b']],
    [`docker run -v '/a b:/c' "d e"`, ['docker', 'run', '-v', '/a b:/c', 'd e']],
    [`a''b"c"\\ d`, ['abc d']],
    [`a '' ""`, ['a', '', '']],
    [`a "\\"\\$\\n"`, ['a', '"$\\n']],
    [`a '$(x)*;|'`, ['a', '$(x)*;|']],
    ['a --flag=b:c,d@e%f+g/h_i', ['a', '--flag=b:c,d@e%f+g/h_i']],
  ])('%s', (text, words) => {
    expect([...splitWords(text)]).toEqual(words)
  })

  test.each([
    ['', 'there is no command in it'],
    ['  ', 'there is no command in it'],
    [`'' a`, 'there is no command in it'],
    ['a; b', 'no shell is there for ;'],
    ['a | b', 'no shell is there for |'],
    ['a $HOME', 'no shell is there for $'],
    ['a "$HOME"', 'the quote " is not closed, or has a sign of the shell in it'],
    ['a `b`', 'no shell is there for `'],
    ['a > b', 'no shell is there for >'],
    ['a *', 'no shell is there for *'],
    ['a ~/b', 'no shell is there for ~'],
    ['a # b', 'no shell is there for #'],
    [`a 'b`, "the quote ' is not closed, or has a sign of the shell in it"],
    ['a "b', 'the quote " is not closed, or has a sign of the shell in it'],
    ['a \\', 'it ends with a backslash'],
  ])('%s is refused', (text, because) => {
    const error = errorOf(() => splitWords(text))
    expect(error.message).toBe(`--with ${JSON.stringify(text)} cannot be used: ${because}.`)
    expect([error.id, error.exit]).toEqual(['verify.with', 2])
  })
})

const ALL = [probe('home-a'), probe('home-b'), probe('kernel-c')]

describe('--only', () => {
  test.each([
    [[], ['home-a', 'home-b', 'kernel-c']],
    [['home'], ['home-a', 'home-b']],
    [['kernel-c'], ['kernel-c']],
    [
      ['kernel-c', 'home-a'],
      ['home-a', 'kernel-c'],
    ],
    [
      ['home', 'home-a'],
      ['home-a', 'home-b'],
    ],
    [['net'], []],
  ])('%j takes %j', (words, ids) => {
    expect(selectProbes(ALL, words).map(({ id }) => id as string)).toEqual(ids)
  })

  test.each([
    ['hmoe', 'Did you mean home?'],
    ['home-c', 'Did you mean home-a?'],
    ['constructor', '`jail verify --list` lists all.'],
  ])('%s is refused', (word, fix) => {
    const error = errorOf(() => selectProbes(ALL, [word]))
    expect([error.message, error.fix]).toEqual([
      `There is no probe and no area ${JSON.stringify(word)}.`,
      fix,
    ])
  })
})
