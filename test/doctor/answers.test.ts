import { describe, expect, test } from 'bun:test'
import type { Answer } from '../../src/doctor/check.ts'
import { CHECKS } from '../../src/doctor/checks/index.ts'
import { type Finding, fail, info, ok, warn } from '../../src/doctor/finding.ts'
import { markdownReport, REPORT_FACETS } from '../../src/doctor/markdown.ts'
import { remediesOf } from '../../src/doctor/remedy.ts'
import { selectChecks } from '../../src/doctor/select.ts'
import { exitOf } from '../../src/doctor/verdict.ts'
import { HEALTHY, known } from './healthy.ts'

const answer = (finding: Finding, id = 'git.x'): Answer => ({ id, group: 'git', title: 'Is it?', finding })
const FIX = { text: 'Mend it.', commands: ['mend a', 'mend b'], root: true, url: 'https://example.org' }
const UNKNOWN: Finding = { status: 'unknown', seen: 'x: why' }
const CRASH: Finding = { status: 'crash', seen: 'broken', stack: 'Error: broken' }

describe('the exit code', () => {
  test.each([
    ['nothing', [], 0],
    ['all good', [ok('x'), info('x', 'y')], 0],
    ['a warning', [ok('x'), warn('x', 'y', FIX)], 0],
    ['a failure', [ok('x'), fail('x', 'y', FIX)], 1],
    ['something unknown', [ok('x'), UNKNOWN], 2],
    ['a check that failed itself', [CRASH], 2],
    ['a failure and something unknown', [UNKNOWN, fail('x', 'y', FIX), CRASH], 1],
  ])('of %s', (_, findings, exit) => {
    expect(exitOf(findings.map((one) => answer(one)))).toBe(exit as never)
  })
})

describe('the commands that mend', () => {
  const answers = [
    answer(fail('x', 'y', FIX), 'git.a'),
    answer(warn('x', 'y', FIX), 'git.b'),
    answer(ok('z')),
  ]

  test('are each there once, with sudo for people', () => {
    expect(remediesOf(answers, 1000)).toEqual([
      { id: 'git.a', command: 'sudo mend a', root: true },
      { id: 'git.a', command: 'sudo mend b', root: true },
    ])
  })

  test('have no sudo for root, nor where no root is needed', () => {
    expect(remediesOf(answers, 0).map(({ command }) => command)).toEqual(['mend a', 'mend b'])
    const own = answer(warn('x', 'y', { text: 'x', commands: ['chmod go-w x'], url: 'https://example.org' }))
    expect(remediesOf([own], 1000).map(({ command }) => command)).toEqual(['chmod go-w x'])
  })

  test('are none of findings that need nothing', () => {
    expect(remediesOf([answer(ok('x')), answer(info('x', 'y')), answer(UNKNOWN), answer(CRASH)], 0)).toEqual(
      [],
    )
  })
})

describe('a choice of checks', () => {
  const ids = (groups: readonly string[], only: readonly string[]): string[] =>
    selectChecks(CHECKS, groups, only).map(({ id }) => id)

  test('without a name is all', () => {
    expect(ids([], [])).toEqual(CHECKS.map(({ id }) => id))
  })

  test('is in list order, whatever the order of the words', () => {
    expect(ids(['git'], ['terminal.term'])).toEqual(['terminal.term', 'git.present', 'git.project'])
  })

  test.each([
    [['gti'], [], 'There is no group "gti".', 'Did you mean git?'],
    [[], ['git.presnt'], 'There is no check "git.presnt".', 'Did you mean git.present?'],
    [['constructor'], [], 'There is no group "constructor".', 'lists'],
  ])('of %j %j is refused', (groups, only, sentence, fix) => {
    try {
      ids(groups, only)
    } catch (error) {
      expect(error).toMatchObject({ id: 'doctor.unknown', message: sentence })
      expect((error as { fix: string }).fix).toContain(fix)
      return
    }
    throw new Error('it was not refused')
  })
})

describe('the report for a bug', () => {
  const machine = known(HEALTHY)

  test('tells the machine, and what is not fine', () => {
    const text = markdownReport([answer(ok('a')), answer(warn('b|c\nd\x1b[2J', 'y', FIX))], machine, '1.0.0')
    expect(text).toStartWith('### jail doctor\n\n| what | here |\n|---|---|\n| jail | 1.0.0 |\n')
    expect(text).toContain('| bubblewrap | /usr/bin/bwrap 0.12.0 |')
    expect(text).toEndWith('| warn | `git.x` | b\\|c d\\x1b[2J |')
  })

  test('says that there is nothing', () => {
    expect(markdownReport([answer(ok('a'))], machine, '1')).toEndWith('| ok | all | nothing to report |')
  })

  test('shows what could not be read with its reason, for each fact that it tells', () => {
    const why = { known: false, why: 'kept' } as const
    const none = Object.fromEntries(Object.keys(HEALTHY).map((facet) => [facet, why]))
    const text = markdownReport([], none as never, '1')
    expect(text.split('unknown (kept)')).toHaveLength(REPORT_FACETS.length + 1)
  })
})
