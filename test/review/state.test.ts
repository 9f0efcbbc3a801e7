import { describe, expect, test } from 'bun:test'
import { parseSnapshot } from '../../src/review/read.ts'
import { joined, type Snapshot, type Watched } from '../../src/review/state.ts'

const watched = (path: string, place: string, sum = 'sha256:1'): Watched => ({
  path,
  place,
  why: 'x',
  kind: 'file',
  mode: 0o644,
  sum,
})
const made = (
  since: string,
  outside: readonly string[],
  files: readonly Watched[],
  contents = {},
): Snapshot => ({
  version: 1,
  scope: {
    project: '/p',
    home: '/h',
    outside: outside.map((path) => ({ path, why: 'x', how: 'entry' })),
    inside: [],
  },
  since,
  ended: true,
  seen: { watched: files, odd: [], omitted: [], unlisted: [], gaps: [] },
  contents,
})

describe('two runs at a time', () => {
  const older = made('1', ['/h/a'], [watched('/p/x', '/p'), watched('/h/a', '/h/a')])
  const newer = made(
    '2',
    ['/h/a', '/h/b'],
    [watched('/p/planted', '/p'), watched('/h/a', '/h/a', 'sha256:2'), watched('/h/b', '/h/b')],
    { '/h/b': 'eA==', '/p/planted': 'eA==' },
  )
  const both = joined(older, newer)

  test('have the beginning of the first: what it planted is no part of it', () => {
    expect(both.since).toBe('1')
    expect(both.ended).toBe(false)
    expect(both.seen.watched.map(({ path, sum }) => `${path} ${sum}`)).toEqual([
      '/p/x sha256:1',
      '/h/a sha256:1',
      '/h/b sha256:1',
    ])
  })

  test('and look at the state of both agents', () => {
    expect(both.scope.outside.map(({ path }) => path)).toEqual(['/h/a', '/h/b'])
    expect(both.contents).toEqual({ '/h/b': 'eA==' })
  })
})

describe('a record', () => {
  const good = JSON.stringify(made('1', [], []))

  test('is read as it was written', () => expect(parseSnapshot(good)).toEqual(made('1', [], [])))

  test.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['null', 'null'],
    ['another version', good.replace('"version":1', '"version":2')],
    ['no state', good.replace('"seen"', '"saw"')],
    ['no list of files', good.replace('"watched"', '"w"')],
    ['no date', good.replace('"since":"1"', '"since":1')],
  ])('with %s is none', (_, text) => expect(parseSnapshot(text)).toBeUndefined())
})
