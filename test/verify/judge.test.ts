import { describe, expect, test } from 'bun:test'
import { exitOf, judge, type Tried, type Verdict } from '../../src/verify/judge.ts'
import type { Probe } from '../../src/verify/probe.ts'
import { FAILED, judged, probe, WORKED } from './given.ts'

const ROOT = { isRoot: true, arch: 'x64', unheld: {} }

type Row = readonly [string, Partial<Probe> & Pick<Probe, 'id'>, Partial<Tried>, Verdict, string]

const attack = { id: 'home-x' } as const
const work = { id: 'works-x' } as const

/** What is known of control and attack, and the verdict with its reason. */
const ROWS: readonly Row[] = [
  ['both worked', attack, { control: WORKED, attack: WORKED }, 'escaped', 'did it'],
  ['only the control worked', attack, { control: WORKED, attack: FAILED }, 'blocked', 'EPERM'],
  [
    'only the attack worked',
    attack,
    { control: FAILED, attack: WORKED },
    'inconclusive',
    'the control outside did not work: EPERM',
  ],
  [
    'neither worked',
    attack,
    { control: FAILED, attack: FAILED },
    'inconclusive',
    'the control outside did not work: EPERM',
  ],
  [
    'an attack that could not be tried inside',
    attack,
    { control: WORKED, attack: { worked: false, evidence: 'too late', isUntried: true } },
    'inconclusive',
    'it could not be tried inside: too late',
  ],
  [
    'what must work and throws inside',
    work,
    { control: WORKED, attack: { worked: false, evidence: 'ENOENT', isUntried: true } },
    'broken',
    'ENOENT',
  ],
  [
    'no answer from inside',
    attack,
    { control: WORKED, silence: 'it died' },
    'inconclusive',
    'no answer from inside: it died',
  ],
  [
    'no control',
    attack,
    { attack: FAILED, silence: 'it died' },
    'inconclusive',
    'no answer from the control outside: it died',
  ],
  ['no answer at all', attack, {}, 'inconclusive', 'no answer from the control outside: unknown'],
  [
    'a kernel without it',
    attack,
    { control: { worked: false, evidence: 'bpf: ENOSYS' }, attack: FAILED },
    'unclaimed',
    'this machine does not have it',
  ],
  [
    'a kernel without what must work',
    work,
    { control: { worked: false, evidence: 'flock: ENOSYS' } },
    'inconclusive',
    'the control outside did not work: flock: ENOSYS',
  ],
  [
    'an attack on files of an image',
    { ...attack, hostFiles: true },
    { control: WORKED, attack: WORKED, isJail: false, hasOwnFiles: true },
    'unclaimed',
    'that sandbox has files of its own there, not those of the host',
  ],
  [
    'the same attack on files of the host',
    { ...attack, hostFiles: true },
    { control: WORKED, attack: WORKED, isJail: false, hasOwnFiles: false },
    'escaped',
    'did it',
  ],
  [
    'another attack in a box with files of an image',
    attack,
    { control: WORKED, attack: WORKED, isJail: false, hasOwnFiles: true },
    'escaped',
    'did it',
  ],
  ['what must work does', work, { control: WORKED, attack: WORKED }, 'works', 'did it'],
  ['what must work does not', work, { control: WORKED, attack: FAILED }, 'broken', 'EPERM'],
  [
    'what must work works nowhere',
    work,
    { control: FAILED, attack: FAILED },
    'inconclusive',
    'the control outside did not work: EPERM',
  ],
  [
    'a claim of another network',
    { ...attack, networks: ['none'] },
    { control: WORKED, attack: WORKED },
    'unclaimed',
    'not claimed with network open',
  ],
  [
    'a claim of this network',
    { ...attack, networks: ['open'] },
    { control: WORKED, attack: WORKED },
    'escaped',
    'did it',
  ],
  ['no internet, as was said', { ...work, internet: true }, { isOffline: true }, 'inconclusive', 'offline'],
  [
    'no internet, as the control shows',
    { ...work, internet: true },
    { control: FAILED, attack: FAILED },
    'inconclusive',
    'offline',
  ],
  [
    'the internet outside only',
    { ...work, internet: true },
    { control: WORKED, attack: FAILED },
    'broken',
    'EPERM',
  ],
  [
    'a word of jail in another sandbox',
    { ...work, jailOnly: true },
    { isJail: false, control: WORKED },
    'unclaimed',
    'only jail claims it',
  ],
  [
    'a word of jail in jail',
    { ...work, jailOnly: true },
    { isJail: true, control: WORKED, attack: FAILED },
    'broken',
    'EPERM',
  ],
]

describe('one probe is judged', () => {
  test.each(ROWS)('%s', (_, { id, ...more }, tried, verdict, reason) => {
    const of = judge(probe(id, more), {
      network: 'open',
      caller: ROOT,
      control: undefined,
      attack: undefined,
      ...tried,
    })
    expect([of.verdict, of.reason]).toEqual([verdict, reason])
  })
})

describe('the exit code', () => {
  test.each([
    [['blocked', 'works', 'unclaimed'], false, 0],
    [[], false, 0],
    [['blocked', 'escaped'], false, 1],
    [['works', 'broken'], true, 1],
    [['inconclusive', 'escaped'], false, 1],
    [['blocked', 'inconclusive'], false, 2],
    [['blocked', 'inconclusive'], true, 2],
    [['offline'], false, 2],
    [['offline', 'blocked'], true, 0],
    [['offline', 'inconclusive'], true, 2],
  ] as const)('of %j, offline accepted: %p, is %p', (verdicts, accepts, code) => {
    const all = verdicts.map((verdict) =>
      verdict === 'offline' ? judged('works-x', 'inconclusive', 'offline') : judged('home-x', verdict),
    )
    expect(exitOf(all, accepts)).toBe(code)
  })
})
