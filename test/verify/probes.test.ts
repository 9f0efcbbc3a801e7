import { describe, expect, test } from 'bun:test'
import { readdirSync } from 'node:fs'
import { PROBES } from '../../probes/index.ts'
import { AREAS } from '../../src/verify/areas.ts'
import { type Caller, judge } from '../../src/verify/judge.ts'
import { areaOf, type Probe } from '../../src/verify/probe.ts'

const FOLDER = `${import.meta.dir}/../../probes`
const FILES = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.ts') && name !== 'index.ts')
  .map((name) => name.slice(0, -'.ts'.length))

describe('the list of probes', () => {
  test('every file of probes/ is listed', () => {
    expect(PROBES.map(({ id }) => id as string).sort()).toEqual(FILES.sort())
  })

  test('an id stands once, and is the name of the file', async () => {
    expect(new Set(PROBES.map(({ id }) => id)).size).toBe(PROBES.length)
    for (const name of FILES) {
      const { probe } = (await import(`${FOLDER}/${name}.ts`)) as { probe: Probe }
      expect(probe.id as string).toBe(name)
    }
  })

  test('a claim stands once, and is a sentence', () => {
    expect(new Set(PROBES.map(({ claim }) => claim)).size).toBe(PROBES.length)
    const bad = PROBES.filter(({ claim }) => !isSentence(claim))
    expect(bad.map(({ id, claim }) => `${id}: ${claim}`)).toEqual([])
  })

  test('every area of an id is known, and the list is in the order of the areas', () => {
    const order = Object.keys(AREAS)
    const places = PROBES.map((probe) => order.indexOf(areaOf(probe)))
    expect(places).not.toContain(-1)
    expect(places).toEqual([...places].sort((a, b) => a - b))
  })

  test('an attack has a guard, or a gap that is known; what must work has none', () => {
    const bad = PROBES.filter(({ id, guards, known }) =>
      id.startsWith('works-') ? guards.length > 0 : guards.length === 0 && known === undefined,
    )
    expect(bad.map(({ id }) => id)).toEqual([])
  })
})

/** A capital or a path or a name at the start, a full stop at the end, and words between. */
function isSentence(text: string): boolean {
  return /^[A-Z/~.$a-z]\S*( \S+){2,}\.$/.test(text) && !/\.\.$| {2}/.test(text)
}

describe('a claim is no sentence', () => {
  test.each([[''], ['Keys.'], ['No key can be read'], ['No key  can be read.'], ['No key can be read..']])(
    '%j',
    (text) => expect(isSentence(text)).toBe(false),
  )
})

describe('who tries decides what is claimed', () => {
  const probe = (more: Partial<Probe>): Probe => ({
    id: 'kernel-x',
    claim: 'It holds as it should.',
    guards: [],
    attempt: () => ({ worked: true, evidence: '' }),
    ...more,
  })
  const root: Caller = { isRoot: true, arch: 'x64' }
  const user: Caller = { isRoot: false, arch: 'arm64' }
  const worked = { worked: true, evidence: 'it did' }
  const not = { worked: false, evidence: 'EPERM' }

  test.each([
    ['an attack of root, by root', probe({ root: true }), root, worked, 'escaped'],
    ['an attack of root, by a user', probe({ root: true }), user, worked, 'unclaimed'],
    ['an attack for a processor, on it', probe({ arch: 'x64' }), root, not, 'blocked'],
    ['an attack for a processor, on another', probe({ arch: 'x64' }), user, not, 'unclaimed'],
    ['a gap that is known', probe({ known: 'It is known.' }), root, worked, 'unclaimed'],
    ['a gap that was known and is closed', probe({ known: 'It is known.' }), root, not, 'blocked'],
    ['an attack without such words', probe({}), user, worked, 'escaped'],
  ] as const)('%s', (_, one, caller, attack, verdict) => {
    expect(judge(one, { network: 'open', control: worked, attack, caller }).verdict).toBe(verdict)
  })
})
