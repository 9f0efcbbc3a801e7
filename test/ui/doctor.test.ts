import { describe, expect, test } from 'bun:test'
import type { Answer } from '../../src/doctor/check.ts'
import { type Finding, fail, info, ok, warn } from '../../src/doctor/finding.ts'
import { doctorJson } from '../../src/ui/doctor-json.ts'
import { listJson, listLines, timeLines } from '../../src/ui/doctor-list.ts'
import { doctorLines, homeless } from '../../src/ui/doctor-text.ts'
import { abilities, paintFor } from '../../src/ui/paint.ts'

const PLAIN = paintFor({ colour: false, unicode: false })
const COLOUR = paintFor({ colour: true, unicode: true })
const answer = (id: string, finding: Finding): Answer => ({
  id,
  group: id.startsWith('git') ? 'git' : 'trust',
  title: 'Is it?',
  finding,
})
const FIX = { text: 'Mend it.', commands: ['mend a'], root: true, url: 'https://example.org/doc' }
const ANSWERS = [
  answer('git.a', fail('/home/ana/x is bad', 'it breaks', FIX)),
  answer('git.b', ok('fine')),
  answer('trust.c', warn('so so', 'it is slow', { text: 'Look.', url: 'https://example.org/c' })),
  answer('trust.d', info('note', 'nothing to do', 'https://example.org/note')),
  answer('trust.e', { status: 'crash', seen: 'broken', stack: 'Error: broken\n  at x.ts:1' }),
]
const lines = (verbose = false, paint = PLAIN): string[] =>
  doctorLines(ANSWERS, { verbose, home: '/home/ana', paint })

describe('the report for people', () => {
  test('lists groups in order, then what needs somebody, the worst last', () => {
    expect(lines().join('\n')).toBe(`git: git and this project
  [fail] ~/x is bad git.a
      it breaks
      fix: Mend it. (as root)
        $ mend a
      see https://example.org/doc
  [ok] fine git.b

trust: settings, secrets and sockets
  [warn] so so trust.c
      it is slow
      fix: Look.
  [info] note trust.d
      nothing to do
  [crash] broken trust.e

  [warn] so so trust.c
      it is slow
      fix: Look.
  [crash] broken trust.e
  [fail] ~/x is bad git.a
      it breaks
      fix: Mend it. (as root)
        $ mend a
      see https://example.org/doc

2 fine, 1 to look at, 1 unknown, 1 failed
jail cannot work here as it should until what failed is mended.`)
  })

  test('with --verbose has the questions, documents and stacks too', () => {
    const text = lines(true).join('\n')
    for (const part of [
      '      Is it?',
      '      see https://example.org/doc',
      '      see https://example.org/c',
      '      see https://example.org/note',
      '  at x.ts:1',
    ])
      expect(text).toContain(part)
    for (const part of ['Is it?', 'see https://example.org/note', 'at x.ts'])
      expect(lines().join('\n')).not.toContain(part)
  })

  test.each([
    ['all is well', ok('x'), 'Nothing here keeps jail from working.'],
    [
      'something is not known',
      { status: 'unknown', seen: 'x' } as const,
      'Nothing failed, but not all could be told.',
    ],
    [
      'the folder is no project',
      info('no whole jail was tried', 'bubblewrap itself starts'),
      'jail works here, but not in this folder: go into a project',
    ],
  ])('ends with a sentence when %s', (_, finding, sentence) => {
    expect(
      doctorLines([answer('bubblewrap.live', finding)], { verbose: false, home: '/', paint: PLAIN }).at(-1),
    ).toStartWith(sentence)
  })

  test('keeps its own colours and shows the control bytes of what was found', () => {
    const evil = answer('git.a', warn('a\x1b[2Jb', 'c\x07', { text: 'd\x9b', url: 'https://example.org' }))
    const text = doctorLines([evil], { verbose: false, home: '/', paint: COLOUR }).join('\n')
    expect(text).toContain('\x1b[33m!\x1b[0m a\\x1b[2Jb \x1b[2mgit.a\x1b[0m')
    expect(text).toContain('c\\x07')
    expect(text).toContain('d\\x9b')
  })
})

describe('the home folder', () => {
  test.each([
    ['/home/ana/x', '~/x'],
    ['see /home/ana.', 'see ~.'],
    ['/home/ana:/home/ana/bin', '~:~/bin'],
    ['/home/anabel/x', '/home/anabel/x'],
    ['/home/ana-old', '/home/ana-old'],
    ['/home/ana.bak/x', '/home/ana.bak/x'],
    ["'/home/ana'", "'~'"],
    ['/home/ana/home/ana', '~~'],
  ])('in %s is written %s', (text, shown) => {
    expect(homeless(text, '/home/ana')).toBe(shown)
  })

  test.each(['/', ''])('%j is left alone', (home) => {
    expect(homeless('/usr/bin', home)).toBe('/usr/bin')
  })
})

describe('the report for machines', () => {
  const value = JSON.parse(doctorJson(ANSWERS, { version: '1.2.3', home: '/home/ana', exit: 1 }))

  test('has its own number, the counts and every finding with its parts', () => {
    expect(value).toMatchObject({ schema: 1, jail: '1.2.3', exit: 1 })
    expect(value.count).toEqual({ ok: 1, info: 1, warn: 1, fail: 1, unknown: 0, crash: 1 })
    expect(value.findings).toHaveLength(ANSWERS.length)
    expect(value.findings[0]).toEqual({
      id: 'git.a',
      group: 'git',
      title: 'Is it?',
      status: 'fail',
      seen: '~/x is bad',
      means: 'it breaks',
      fix: FIX,
    })
  })
})

describe('what a terminal is given', () => {
  const utf8 = { TERM: 'xterm', LANG: 'de_AT.UTF-8' }
  test.each([
    ['a terminal', true, utf8, { colour: true, unicode: true }],
    ['a pipe', false, utf8, { colour: false, unicode: false }],
    ['NO_COLOR', true, { ...utf8, NO_COLOR: '1' }, { colour: false, unicode: true }],
    ['an empty NO_COLOR', true, { ...utf8, NO_COLOR: '' }, { colour: true, unicode: true }],
    ['another locale', true, { TERM: 'xterm', LANG: 'C' }, { colour: true, unicode: false }],
    ['LC_ALL before LANG', true, { ...utf8, LC_ALL: 'C' }, { colour: true, unicode: false }],
    ['a dumb terminal', true, { ...utf8, TERM: 'dumb' }, { colour: false, unicode: false }],
  ])('%s', (_, isTerminal, env, found) => {
    expect(abilities(isTerminal, env)).toEqual(found)
  })
})

test('the list has each check below its group', () => {
  const check = { id: 'git.a', group: 'git', title: 'Is it?', needs: ['git'], judge: () => ok('x') } as const
  expect(listLines([check])).toEqual(['git: git and this project', '  git.a  Is it?'])
  expect(JSON.parse(listJson([check]))).toEqual([
    { id: 'git.a', group: 'git', title: 'Is it?', needs: ['git'] },
  ])
})

test('the slowest facts come first, and no more than asked for', () => {
  const times = new Map([
    ['a', 5],
    ['b', 70],
    ['c', 6],
  ])
  expect(timeLines(times, 99, 2)).toEqual([
    '',
    'slowest facts (side by side; all in 99 µs):',
    '  b        70 µs',
    '  c         6 µs',
  ])
  expect(timeLines(new Map(), 9)).toHaveLength(2)
})
