import { describe, expect, test } from 'bun:test'
import type { Finding } from '../../src/review/compare.ts'
import type { Snapshot } from '../../src/review/state.ts'
import { noticeLines, reviewJson, reviewText } from '../../src/ui/review-text.ts'

const finding = (shown: string, more: Partial<Finding> = {}): Finding => ({
  path: `/p/${shown}`,
  shown,
  change: 'new',
  sort: 'watched',
  why: 'a tool runs it',
  sentence: `${shown} is new: a tool runs it`,
  restorable: false,
  ...more,
})
const SNAPSHOT: Snapshot = {
  version: 1,
  scope: { project: '/p', home: '/h', outside: [], inside: [] },
  since: '2026-01-02T03:04:05.000Z',
  ended: true,
  seen: { watched: [], odd: [], omitted: [], unlisted: [], gaps: [] },
  contents: {},
}

describe('the end of a run', () => {
  test('lists each in a line below how many there are', () => {
    expect(noticeLines([finding('a'), finding('b')], [])).toEqual([
      '2 things that may act on this machine are new or have changed during this run. To see it again: jail review --diff',
      '  a is new: a tool runs it',
      '  b is new: a tool runs it',
    ])
  })

  test('lists twenty at most, and how many more', () => {
    const lines = noticeLines(
      Array.from({ length: 25 }, (_, n) => finding(`f${n}`)),
      [],
    )
    expect(lines).toHaveLength(22)
    expect(lines.at(-1)).toBe('  … and 5 more')
  })

  test('says what was not looked at, alone too', () => {
    expect(noticeLines([], ['x is too large.'])).toEqual(['The review is not whole: x is too large.'])
  })

  test('keeps a name in its line, without what a terminal obeys', () => {
    expect(noticeLines([finding('a\n\x1b[31mjail: all is well')], [])[1]).toBe(
      '  a\\x0a\\x1b[31mjail: all is well is new: a tool runs it',
    )
  })
})

describe('jail review', () => {
  test('says when nothing is new', () => {
    expect(reviewText(SNAPSHOT, { findings: [], open: [] })).toBe(
      'Nothing that may act on this machine is new or has changed in /p since 2026-01-02 03:04 UTC.',
    )
  })

  test.each([
    ['lines', finding('a'), { before: undefined, after: 'x\n' }, ['    @@ line 1 @@', '    +x']],
    [
      'lines with an escape',
      finding('a'),
      { before: undefined, after: '\x1b[2J\n' },
      ['    @@ line 1 @@', '    +\\x1b[2J'],
    ],
    [
      'a content that is not kept',
      finding('a', { change: 'changed' }),
      { before: undefined, after: 'x' },
      ['    (the old content is not kept)'],
    ],
    [
      'what is no text',
      finding('a'),
      { before: undefined, after: undefined },
      ['    (not text, or too large to show)'],
    ],
    [
      'a new mode',
      finding('a', { change: 'changed' }),
      { before: 'x', after: 'x' },
      ['    (only its mode or kind)'],
    ],
    ['no lines of a link', finding('a', { sort: 'link' }), { before: undefined, after: undefined }, []],
  ])('shows %s', (_, one, change, lines) => {
    const text = reviewText(SNAPSHOT, { findings: [one], open: [] }, () => change)
    expect(text.split('\n').slice(2)).toEqual(lines)
  })

  test('says how to put one back, quoted', () => {
    const text = reviewText(SNAPSHOT, { findings: [finding('a b', { restorable: true })], open: [] })
    expect(text).toEndWith("To put the old content back: jail review --restore '/p/a b'")
  })

  test('is one value for programs', () => {
    expect(JSON.parse(reviewJson(SNAPSHOT, { findings: [finding('a')], open: ['x'] }))).toEqual({
      version: 1,
      project: '/p',
      since: '2026-01-02T03:04:05.000Z',
      ended: true,
      findings: [finding('a')],
      notWhole: ['x'],
    })
  })
})
