import { describe, expect, test } from 'bun:test'
import { compare, openQuestions } from '../../src/review/compare.ts'
import type { Odd, Seen, Snapshot, Watched } from '../../src/review/state.ts'

const NOTHING: Seen = { watched: [], odd: [], omitted: [], unlisted: [], gaps: [] }

function file(path: string, sum = 'sha256:1', more: Partial<Watched> = {}): Watched {
  return { path, place: '/p', why: 'a tool runs it', kind: 'file', mode: 0o644, sum, ...more }
}

function snapshot(seen: Partial<Seen>, contents: Record<string, string> = {}): Snapshot {
  return {
    version: 1,
    scope: { project: '/p', home: '/h', outside: [], inside: [] },
    since: '2026-01-02T03:04:05.000Z',
    ended: true,
    seen: { ...NOTHING, ...seen },
    contents,
  }
}

const sentences = (before: Partial<Seen>, now: Partial<Seen>): string[] =>
  compare(snapshot(before), { ...NOTHING, ...now }).map(({ sentence }) => sentence)

/** What was, what is, and what is said; nothing where all is as it was. */
const WATCHED: readonly (readonly [string, readonly Watched[], readonly Watched[], readonly string[]])[] = [
  ['a new file', [], [file('/p/.envrc')], ['.envrc is new: a tool runs it']],
  ['a new content', [file('/p/a')], [file('/p/a', 'sha256:2')], ['a has changed: a tool runs it']],
  [
    'a new mode',
    [file('/p/a')],
    [file('/p/a', 'sha256:1', { mode: 0o755 })],
    ['a has changed: a tool runs it'],
  ],
  [
    'a link in the place of a file',
    [file('/p/a')],
    [file('/p/a', 'link:../x', { kind: 'link' })],
    ['a has changed, a link to ../x: a tool runs it'],
  ],
  ['a link that is gone', [file('/p/a', 'link:x', { kind: 'link' })], [], ['a is gone: a tool runs it']],
  [
    'a file that cannot be read any more',
    [file('/p/a')],
    [file('/p/a', 'unreadable')],
    ['a has changed: a tool runs it'],
  ],
  ['one in the home folder', [], [file('/h/.x/y')], ['~/.x/y is new: a tool runs it']],
  ['one elsewhere', [], [file('/srv/git/config')], ['/srv/git/config is new: a tool runs it']],
  [
    'one in a folder that only begins like the project',
    [],
    [file('/pp/a')],
    ['/pp/a is new: a tool runs it'],
  ],
  ['the same', [file('/p/a')], [file('/p/a')], []],
  ['the same with another reason', [file('/p/a')], [file('/p/a', 'sha256:1', { why: 'other' })], []],
  [
    'several, by path',
    [],
    [file('/p/b'), file('/p/a')],
    ['a is new: a tool runs it', 'b is new: a tool runs it'],
  ],
]

describe('of watched files', () => {
  test.each(WATCHED)('%s', (_, before, now, says) => {
    expect(sentences({ watched: before }, { watched: now })).toEqual([...says])
  })
})

const ODD: readonly (readonly [string, Odd, string])[] = [
  [
    'link',
    { path: '/p/o', sort: 'link', detail: '/etc' },
    'is a new link out of the project, to /etc: a program',
  ],
  [
    'setuid',
    { path: '/p/o', sort: 'setuid', detail: '' },
    'is new as a setuid or setgid file: who starts it',
  ],
  [
    'open',
    { path: '/p/o', sort: 'open', detail: '' },
    'can be written by everybody on this machine: another',
  ],
  [
    'hardlink',
    { path: '/p/o', sort: 'hardlink', detail: '' },
    'has another name (a hard link) that was not found',
  ],
  ['fifo', { path: '/p/o', sort: 'fifo', detail: '' }, 'is a new named pipe: a program'],
  ['socket', { path: '/p/o', sort: 'socket', detail: '' }, 'is a new socket: a program'],
  ['device', { path: '/p/o', sort: 'device', detail: '' }, 'is a new device node: a program'],
]

describe('of what is odd', () => {
  test.each(ODD)('a new %s is said', (_, odd, says) => {
    expect(sentences({}, { odd: [odd] })[0]).toStartWith(`o ${says}`)
  })

  test.each(ODD)('an old %s is not', (_, odd) => {
    expect(sentences({ odd: [odd] }, { odd: [odd] })).toEqual([])
  })

  test('a link that leads elsewhere now is said', () => {
    const link = (detail: string): Odd => ({ path: '/p/o', sort: 'link', detail })
    expect(sentences({ odd: [link('/etc')] }, { odd: [link('/root')] })).toHaveLength(1)
  })

  test('a sort that was everywhere before says nothing', () => {
    const odd: Odd = { path: '/p/o', sort: 'open', detail: '' }
    expect(sentences({ omitted: ['open'] }, { odd: [odd] })).toEqual([])
    expect(sentences({ omitted: ['fifo'] }, { odd: [odd] })).toHaveLength(1)
  })
})

test('only what was kept can be put back', () => {
  const before = snapshot({ watched: [file('/p/a'), file('/p/b')] }, { '/p/a': 'eA==' })
  expect(compare(before, NOTHING).map(({ restorable }) => restorable)).toEqual([true, false])
})

describe('what is left open', () => {
  test.each([
    ['nothing', {}, {}, []],
    ['a folder that was closed before', { unlisted: ['/p/x'] }, { unlisted: ['/p/x'] }, []],
    [
      'a folder that is closed now',
      {},
      { unlisted: ['/p/x'] },
      ['x can no longer be listed, so nothing in it was looked at.'],
    ],
    ['too much, once', { gaps: ['too much.'] }, { gaps: ['too much.'] }, ['too much.']],
    [
      'a sort that is everywhere now',
      {},
      { omitted: ['fifo'] },
      ['The project has too many entries of the sort "fifo" now (2000, or 20000 links) to list them.'],
    ],
  ] as const)('%s', (_, before, now, says) => {
    expect(openQuestions(snapshot(before), { ...NOTHING, ...now })).toEqual([...says])
  })
})
