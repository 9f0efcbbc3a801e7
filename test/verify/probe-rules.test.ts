import { describe, expect, test } from 'bun:test'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { PROBES, probesNamed } from '../../probes/index.ts'
import { AREAS } from '../../src/verify/areas.ts'
import { areaOf, type Probe } from '../../src/verify/probe.ts'

const FOLDER = join(import.meta.dir, '../../probes')
const names = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.ts') && name !== 'index.ts')
  .map((name) => name.slice(0, -3))
const areas = Object.keys(AREAS)

test('every file of probes/ is in the list, by the name of its file', () => {
  expect(PROBES.map(({ id }) => id as string).sort()).toEqual(names.sort())
  expect(names.length).toBeGreaterThan(30)
})

test('probes are found by their ids, in the order of the list', () => {
  const [first, second] = PROBES
  if (!first || !second) throw new Error('There are no probes.')
  expect(probesNamed([second.id, 'none', first.id])).toEqual([first, second])
})

/** A rule, and a probe that breaks it, which the rule must see. */
const RULES: readonly (readonly [string, (probe: Probe) => boolean, Partial<Probe>])[] = [
  ['its area is known', (probe) => areas.includes(areaOf(probe)), { id: 'hoem-x' as 'home-x' }],
  ['its claim is a sentence', ({ claim }) => /^\S+ .*\.$/s.test(claim), { claim: 'no sentence' }],
  [
    'an attack names what holds it',
    (probe) => areaOf(probe) === 'works' || probe.guards.length > 0 || probe.known !== undefined,
    { id: 'home-x', guards: [] },
  ],
  [
    'what needs a box of its own says so',
    ({ alone, place, stdin, realHome, cut }) => alone === true || !(place || stdin || realHome || cut),
    { stdin: 'x', alone: 'git' },
  ],
  [
    'a quick one shares a box, the field and no network',
    ({ fast, alone, internet }) => !fast || (alone === undefined && !internet),
    { fast: true, alone: true },
  ],
]

const good: Probe = {
  id: 'works-x',
  claim: 'It works.',
  guards: [],
  attempt: () => ({ worked: true, evidence: '' }),
}

describe.each(RULES)('of every probe: %s', (_, holds, bad) => {
  test('in probes/', () => expect(PROBES.filter((probe) => !holds(probe)).map(({ id }) => id)).toEqual([]))
  test('and a bad one is seen', () => {
    expect(holds(good)).toBe(true)
    expect(holds({ ...good, ...bad })).toBe(false)
  })
})

test('no two make the same claim', () => {
  const claims = PROBES.map(({ claim }) => claim)
  expect(claims.filter((claim, at) => claims.indexOf(claim) !== at)).toEqual([])
})

test('a quick one does without the witness, which run --verify does not start', () => {
  const quick = PROBES.filter(({ fast }) => fast)
  expect(quick.length).toBeGreaterThan(0)
  for (const { id } of quick)
    expect([id, readFileSync(join(FOLDER, `${id}.ts`), 'utf8').includes('witness')]).toEqual([id, false])
})
