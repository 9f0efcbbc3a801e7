import { describe, expect, test } from 'bun:test'
import { junitText, type Report, reportOf } from '../../src/ui/verify-report.ts'
import { listLines, verdictLines } from '../../src/ui/verify-text.ts'
import { judged, probe } from '../verify/given.ts'

const JAIL = { kind: 'jail', name: 'base', network: 'open' } as const
const OTHER = { kind: 'other', name: 'srt <x>', network: 'none' } as const

function report(more: Partial<Report> = {}): Report {
  return {
    version: '1.2.3',
    subject: JAIL,
    isVerbose: false,
    judged: [
      judged('home-a', 'blocked', 'ENOENT'),
      judged('home-b', 'escaped', 'read\nESCAPED home-z \x1b[31m <&">'),
      judged('net-c', 'unclaimed', 'not claimed with network open'),
      judged('works-d', 'inconclusive', 'offline'),
      judged('works-e', 'broken', 'gone'),
    ],
    ...more,
  }
}

describe('the text', () => {
  const text = verdictLines(report()).join('\n')

  test.each([
    ['what was attacked', 'profile base, network open'],
    ['the areas, with their counts', /^home .* 1 blocked, 1 escaped$/m],
    ['what is not claimed, by its count', /^net .* 1 unclaimed$/m],
    ['what proves nothing, with the reason', 'inconclusive  works-d: offline'],
    ['an escape', /^ESCAPED {2}home-b$/m],
    ['its claim', 'claimed:      The claim of home-b.'],
    [
      'its evidence in one line, with no control byte',
      'evidence:     read\\x0aESCAPED home-z \\x1b[31m <&">',
    ],
    ['what should have held', 'should hold:  ~/.ssh is shown by no rule; TOKEN is in no list of variables'],
    ['what to type', '`jail explain ~/.ssh` names the rule that decides.'],
    ['what is broken', /^BROKEN {2}works-e$/m],
    ['the whole count, last', /\n1 blocked, 1 unclaimed, 1 inconclusive, 1 broken, 1 escaped$/],
  ])('says %s', (_, wanted) => {
    if (typeof wanted === 'string') expect(text).toContain(wanted)
    else expect(text).toMatch(wanted)
  })

  test.each(['home-a', 'net-c'])('does not list %s, unless asked', (id) => {
    expect(text).not.toContain(id)
    expect(verdictLines(report({ isVerbose: true })).join('\n')).toContain(`${id}: `)
  })

  test('of another sandbox says whose finding it is, and names no rule of jail', () => {
    const other = verdictLines(report({ subject: OTHER })).join('\n')
    expect(other).toContain('this is about srt <x>, not about jail')
    expect(other).not.toContain('should hold')
    expect(other).not.toContain('jail explain')
  })

  test('of --list has every probe with its claim', () => {
    expect(listLines([probe('home-a')])).toEqual(['  home-a  The claim of home-a.'])
  })
})

describe('the JSON', () => {
  test('has a schema, what was attacked, the counts, and every probe', () => {
    expect(reportOf(report())).toMatchObject({
      schema: 1,
      jail: '1.2.3',
      profile: 'base',
      network: 'open',
      counts: { blocked: 1, works: 0, unclaimed: 1, inconclusive: 1, broken: 1, escaped: 1 },
      probes: [
        {
          id: 'home-a',
          area: 'home',
          claim: 'The claim of home-a.',
          verdict: 'blocked',
          reason: 'ENOENT',
          guards: ['~/.ssh is shown by no rule', 'TOKEN is in no list of variables that are passed'],
        },
        { id: 'home-b' },
        { id: 'net-c' },
        { id: 'works-d' },
        { id: 'works-e' },
      ],
    })
  })

  test('names another sandbox by its command', () => {
    expect(reportOf(report({ subject: OTHER }))).toMatchObject({ with: 'srt <x>', network: 'none' })
  })
})

describe('the JUnit report', () => {
  const text = junitText(report({ subject: OTHER }))

  test.each([
    ['the counts', 'tests="5" failures="2" errors="0" skipped="2"'],
    ['the name, escaped', '<testsuite name="jail verify --with srt &lt;x&gt;"'],
    ['what holds', '<testcase classname="home" name="home-a: The claim of home-a."/>'],
    [
      'an escape, with nothing in it that XML forbids',
      '<failure message="escaped: read\\x0aESCAPED home-z \\x1b[31m &lt;&amp;&quot;&gt;"/>',
    ],
    ['what is broken', '<failure message="broken: gone"/>'],
    ['what proves nothing', '<skipped message="inconclusive: offline"/>'],
    ['what is not claimed', '<skipped message="unclaimed: not claimed with network open"/>'],
  ])('has %s', (_, wanted) => {
    expect(text).toContain(wanted)
  })

  test.each([
    ['half of a pair', '\ud800', '\ufffd'],
    ['a sign that XML forbids', '\uffff', '\ufffd'],
    ['a control byte', '\x00\x9f', '\\x00\\x9f'],
  ])('makes %s harmless', (_, sign, shown) => {
    const one = junitText(report({ judged: [judged('home-a', 'escaped', sign)] }))
    expect(one).toContain(`message="escaped: ${shown}"`)
  })
})
