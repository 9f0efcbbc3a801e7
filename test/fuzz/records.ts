import { expect } from 'bun:test'
import fc from 'fast-check'
import { JailError } from '../../src/errors.ts'
import type { Caller } from '../../src/host/facts.ts'
import { type Allowed, readAllowed, recordText } from '../../src/host/gather/allowed.ts'
import { compare, openQuestions } from '../../src/review/compare.ts'
import { parseSnapshot } from '../../src/review/read.ts'
import { joined, type Seen, type Snapshot } from '../../src/review/state.ts'
import type { Files } from '../../src/sys/files.ts'
import { noticeLines, reviewJson, reviewText } from '../../src/ui/review-text.ts'
import type { Fuzz } from './property.ts'

const path = fc.constantFrom('/p', '/p/a', '/p/.envrc', '/h/x', '', '__proto__', '/p/a\nb', '/p/\udcff')
const mode = fc.constantFrom(0, 0o644, 0o4755)
const watched = fc.record({
  path,
  place: path,
  why: fc.constant('w'),
  kind: fc.constantFrom('file', 'link', 'other'),
  mode,
  sum: fc.constantFrom('sha256:1', 'stamp:1', 'link:x', ''),
})
const odd = fc.record({
  path,
  sort: fc.constantFrom('link', 'setuid', 'fifo', 'open'),
  detail: fc.constantFrom('', 'x'),
})
const seen: fc.Arbitrary<Seen> = fc.record({
  watched: fc.uniqueArray(watched, { selector: (one) => one.path, maxLength: 3 }),
  odd: fc.array(odd, { maxLength: 2 }),
  omitted: fc.array(fc.constantFrom('link', 'fifo'), { maxLength: 1 }),
  unlisted: fc.array(path, { maxLength: 1 }),
  gaps: fc.array(fc.constant('too much.'), { maxLength: 1 }),
})
const snapshot: fc.Arbitrary<Snapshot> = fc.record({
  version: fc.constant(1 as const),
  scope: fc.record({
    project: fc.constant('/p'),
    home: fc.constant('/h'),
    outside: fc.array(
      fc.record({ path, why: fc.constant('w'), how: fc.constantFrom('entry', 'git', 'gits') }),
      { maxLength: 2 },
    ),
    inside: fc.array(fc.record({ path: fc.constantFrom('.envrc', 'a/b'), why: fc.constant('w') }), {
      maxLength: 2,
    }),
  }),
  since: fc.constant('2026-01-01T00:00:00.000Z'),
  ended: fc.boolean(),
  seen,
  contents: fc.dictionary(path, fc.constantFrom('', 'eA=='), { maxKeys: 2, noNullPrototype: true }),
})

const junk = fc.oneof(
  fc.constantFrom(null, 0, -1, '', 'x', true, [], {}, [null], [{}], { length: 1 }),
  fc.jsonValue({ maxDepth: 2 }),
)

/** A value somewhere in another one, put in the place of what was there. */
function spoilt(value: unknown, way: readonly number[], by: unknown): unknown {
  const [first, ...rest] = way
  if (first === undefined || typeof value !== 'object' || value === null) return by
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value) ? [...value] : { ...value }
  const keys = Object.keys(copy)
  if (keys.length === 0) return by
  const key = keys[first % keys.length] as keyof typeof copy
  copy[key] = spoilt(copy[key], rest, by) as never
  return copy
}

/** A record that is taken for one can be used to its end. */
function isUsable(text: string, now: Seen): void {
  const read = parseSnapshot(text)
  if (!read) return
  const findings = compare(read, now)
  const open = openQuestions(read, now)
  noticeLines(findings, open)
  expect(reviewText(read, { findings, open })).toContain(read.scope.project === '/p' ? '/p' : '')
  expect(() => JSON.parse(reviewJson(read, { findings, open }))).not.toThrow()
  compare(joined(read, read), now)
}

const way = fc.array(fc.nat({ max: 9 }), { maxLength: 5 })

function caller(): Caller {
  return { uid: 1, home: '/h' } as unknown as Caller
}

/** A record of `jail allow` at a path that only its person can write. */
function allowedOf(text: string): Allowed | 'broken' | undefined {
  const stat = { kind: 'file', mode: 0o600, uid: 1, gid: 1, size: text.length, links: 1 }
  const folder = { ...stat, kind: 'folder', mode: 0o700 }
  const fake = {
    stat: (at: string) => (at.endsWith('.json') ? stat : folder),
    realPath: (at: string) => at,
    readText: () => text,
  }
  try {
    return readAllowed('/h/allowed/x.json', caller(), fake as unknown as Files)
  } catch (error) {
    if (!(error instanceof JailError)) throw error
    expect([error.id, error.fix ?? '']).toEqual(['allow.broken', expect.stringContaining('rm ')])
    return 'broken'
  }
}

const allowed: fc.Arbitrary<Allowed> = fc.record({
  project: path,
  sha256: fc.constant('a'.repeat(64)),
  when: fc.constant('2026-01-01T00:00:00.000Z'),
  sentences: fc.array(fc.string(), { maxLength: 3 }),
})

export const RECORDS: readonly Fuzz[] = [
  {
    name: 'review-record',
    claim: 'a record of the review is read as it was written',
    share: 0.02,
    property: fc.property(snapshot, seen, (one, now) => {
      expect(parseSnapshot(JSON.stringify(one))).toEqual(one)
      isUsable(JSON.stringify(one), now)
    }),
  },
  {
    name: 'review-spoilt',
    claim: 'a spoilt record of the review is no record, or can be used to its end',
    share: 0.05,
    property: fc.property(snapshot, way, junk, seen, (one, steps, by, now) => {
      isUsable(JSON.stringify(spoilt(one, steps, by)), now)
      isUsable(JSON.stringify(one).slice(0, (steps[0] ?? 0) * 40), now)
    }),
  },
  {
    name: 'allowed-record',
    claim: 'what was allowed is read as it was written, and a spoilt record is broken or whole',
    share: 0.04,
    property: fc.property(allowed, way, junk, (one, steps, by) => {
      expect(allowedOf(recordText(one))).toEqual(one)
      const other = spoilt(JSON.parse(recordText(one)), steps, by)
      const read = allowedOf(JSON.stringify(other))
      if (typeof read !== 'object') return
      const { schema, ...rest } = other as Record<string, unknown>
      expect(schema).toBe(1)
      expect(read).toMatchObject({ project: rest['project'], sha256: rest['sha256'] })
      for (const text of [read.project, read.sha256, read.when, ...read.sentences])
        expect(typeof text).toBe('string')
    }),
  },
]
