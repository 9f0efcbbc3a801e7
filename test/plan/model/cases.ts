import fc from 'fast-check'
import type { PathWord } from '../../../src/policy/words.ts'
import { type Case, HOME } from './machines.ts'

/** Names that begin alike, so that a comparison by text would be seen. */
const NAMES = ['a', 'ab', 'a-b', 'a.b', 'b', '.env', '.env.example'] as const
const BASES = [`${HOME}/p`, `${HOME}/p`, HOME, '/data', '/etc', '/var'] as const
/** Few places, so that entries, links and rules meet often. */
const SPOTS = ['p/a', 'p/a/b', 'p/a-b', 'p/.env', 'a', 'a/b', 'a/b/a', 'a-b'].map((path) => `${HOME}/${path}`)
const FAR_SPOTS = ['/data/a', '/data/a/b', '/data/ab', '/etc/a', '/var/a']

const name = fc.constantFrom(...NAMES)
const below = fc.array(name, { minLength: 1, maxLength: 3 })
const anywhere = fc
  .tuple(fc.constantFrom(...BASES), below)
  .map(([base, names]) => `${base}/${names.join('/')}`)
const somewhere = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...SPOTS, ...FAR_SPOTS) },
  { weight: 1, arbitrary: anywhere },
)
const WIDE = ['.', '..', '../..', HOME, `${HOME}/p`, '/', '/run', '/proc/1', '/tmp', 'nowhere']
const target = fc.oneof(
  { weight: 6, arbitrary: somewhere },
  { weight: 2, arbitrary: fc.constantFrom('a', 'b', 'a/b', 'a-b', '.env') },
  { weight: 2, arbitrary: below.map((names) => `../${names.join('/')}`) },
  { weight: 2, arbitrary: fc.constantFrom(...WIDE) },
)
const what = fc.oneof(
  { weight: 3, arbitrary: fc.constant('folder 0755 1000 1000') },
  { weight: 3, arbitrary: fc.constant('file 0644 1000 1000 9') },
  { weight: 4, arbitrary: target.map((to) => `link ${to}`) },
)
const special = fc.constantFrom(
  { at: '/etc/nsswitch.conf', what: 'link a/nsswitch' },
  { at: '/etc/a/nsswitch', what: 'file 0644 0 0 9' },
  { at: '/etc/hosts', what: 'link /data/a' },
  { at: '/etc/resolv.conf', what: 'link /data/b' },
  { at: '/var/run', what: 'link /run' },
  { at: '/var/run/a', what: 'file 0644 0 0 9' },
  { at: '/var/tmp', what: 'link /tmp' },
  { at: '/var/tmp', what: 'nothing' },
  { at: '/etc/group', what: 'nothing' },
)
const entry = fc.oneof(
  { weight: 7, arbitrary: fc.record({ at: somewhere, what }) },
  { weight: 1, arbitrary: special },
)

const PATTERNS = [
  '*',
  'a*',
  '?',
  '.env*',
  '*b',
  '*/a',
  'a/*',
  'a*/b',
  '?/*',
  '**/.env',
  '**/a',
  'a/**/b',
  '**/a*',
]
const place = fc.tuple(
  fc.constantFrom('.', '.', '~', '/data', '/etc', '/var'),
  fc.array(name, { maxLength: 3 }),
)
const text = fc.oneof(
  { weight: 4, arbitrary: somewhere.map(shortened) },
  { weight: 2, arbitrary: place.map(([base, names]) => [base, ...names].join('/')) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('.', '.', '~/a', '/data'), fc.constantFrom(...PATTERNS))
      .map((parts) => parts.join('/')),
  },
)
/** A copy of a folder, kept or not, is refused: not too many of those. */
const word = fc.constantFrom(
  ...['hide', 'hide', 'protect', 'protect', 'read', 'read', 'copy', 'keep', 'write', 'write'],
) as fc.Arbitrary<PathWord>
export const written = fc.record({ word, text, layer: fc.integer({ min: 0, max: 2 }) })

/** Rules about what was planted, so that links are often used; `more` is looked for below it. */
const pointed = fc.record({ index: fc.nat(8), more: fc.option(name, { freq: 3, nil: undefined }) })

type Scenario = Pick<Case, 'planted' | 'rules'>
const layer = fc.integer({ min: 0, max: 2 })
const granting = fc.constantFrom('read', 'copy', 'keep', 'write', 'write') as fc.Arbitrary<PathWord>
const closing = fc.constantFrom('hide', 'protect') as fc.Arbitrary<PathWord>
const secret = fc.constantFrom(`${HOME}/a`, '/data/a', `${HOME}/p/b`)

/** A rule closes a place, and another one grants a link to it. */
const byLink: fc.Arbitrary<Scenario> = fc
  .record({
    at: fc.constantFrom('p/a', 'p/a/b', 'a-b'),
    secret,
    part: fc.boolean(),
    close: closing,
    grant: granting,
    one: layer,
    two: layer,
    between: fc.boolean(),
  })
  .map(({ at, secret: to, part, close, grant, one, two, between }) => ({
    planted: [
      { at: `${to}/b/a`, what: 'file 0644 1000 1000 9' },
      { at: `${HOME}/${at}`, what: `link ${to}${part ? '/b' : ''}` },
    ],
    rules: [
      { word: close, text: shortened(to), layer: one },
      { word: grant, text: shortened(`${HOME}/${at}`), layer: two },
      ...(between ? [{ word: 'protect', text: shortened(`${to}/b`), layer: one } as const] : []),
    ],
  }))

/** Two rules meet at one path in the project, by name or by a pattern. */
const atOnePath: fc.Arbitrary<Scenario> = fc
  .record({
    at: fc.constantFrom('a/b', 'a/.env'),
    one: written,
    two: written,
    three: written,
    how: fc.array(fc.constantFrom('name', 'star', 'deep'), { minLength: 3, maxLength: 3 }),
  })
  .map(({ at, one, two, three, how }) => {
    const texts: Record<string, string> = { name: `./${at}`, star: './a/*', deep: `./**/${at.slice(2)}` }
    const rules = [one, two, three].map((rule, index) => ({ ...rule, text: texts[how[index] ?? ''] ?? '' }))
    const what = 'file 0644 1000 1000 9'
    return { planted: [{ at: `${HOME}/p/${at}`, what }], rules }
  })

/** A rule about a place where jail has something of its own. */
const ownPlace: fc.Arbitrary<Scenario> = fc
  .record({
    entries: fc.uniqueArray(special, { selector: ({ at }) => at, maxLength: 4 }),
    word,
    wide: fc.constantFrom('/etc', '/var', '/data'),
    index: fc.nat(3),
    layer,
  })
  .map(({ entries, word: one, wide, index, layer: at }) => ({
    planted: [
      { at: '/data/a', what: 'file 0644 0 0 9' },
      { at: '/data/b', what: 'file 0644 0 0 9' },
      ...entries,
    ],
    rules: [
      { word: one, text: wide, layer: at },
      ...entries
        .slice(index, index + 1)
        .map((entry) => ({ word: 'read', text: entry.at, layer: at }) as const),
    ],
  }))

const nothing: fc.Arbitrary<Scenario> = fc.constant({ planted: [], rules: [] })

export const oneCase: fc.Arbitrary<Case> = fc
  .record({
    scenario: fc.oneof(nothing, byLink, atOnePath, ownPlace),
    planted: fc.array(entry, { maxLength: 7 }),
    rules: fc.array(fc.record({ rule: written, point: fc.option(pointed, { nil: undefined, freq: 1 }) }), {
      maxLength: 5,
    }),
    tools: fc.array(somewhere, { maxLength: 1 }),
    isHomeLink: fc.integer({ min: 0, max: 5 }).map((n) => n === 5),
    isGranted: fc.integer({ min: 0, max: 5 }).map((n) => n < 5),
  })
  .map(({ isGranted, scenario, rules, planted, ...rest }) => {
    const all = rules.map(({ rule, point }) => ({ ...rule, text: textAt(planted, point) ?? rule.text }))
    const project = isGranted ? [{ word: 'write', text: '.', layer: 0 } as const] : []
    const given = [...project, ...scenario.rules, ...all]
    const one = new Map(given.map((rule) => [`${rule.layer} ${rule.word} ${rule.text}`, rule]))
    return { ...rest, planted: [...scenario.planted, ...planted], layers: 3, rules: [...one.values()] }
  })

function textAt(
  planted: Case['planted'],
  point: { readonly index: number; readonly more: string | undefined } | undefined,
): string | undefined {
  const at = point && planted[point.index]?.at
  if (at === undefined) return undefined
  const path = point?.more === undefined ? at : `${at}/${point.more}`
  return shortened(path)
}

/** As a person writes it. */
function shortened(path: string): string {
  return path.replace(`${HOME}/p/`, './').replace(`${HOME}/`, '~/')
}
