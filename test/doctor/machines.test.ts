import { describe, expect, test } from 'bun:test'
import { readFileSync, writeFileSync } from 'node:fs'
import { runCheck } from '../../src/doctor/check.ts'
import { CHECKS } from '../../src/doctor/checks/index.ts'
import { exitOf } from '../../src/doctor/verdict.ts'
import { machineOf, NAMES, readRecorded } from '../hosts/doctor/machines.ts'
import { lineDiff, mayRewrite } from '../plan/golden-text.ts'
import { HEALTHY } from './healthy.ts'

const GOLDEN = new URL('../golden/doctor.txt', import.meta.url).pathname
const MACHINES = NAMES.map((name) => {
  const recorded = readRecorded(name)
  const machine = machineOf(recorded)
  return { name, recorded, machine, answers: CHECKS.map((check) => runCheck(check, machine)) }
})

describe.each(MACHINES)('$name', ({ recorded, machine, answers }) => {
  test('has every fact, and none that is not known here', () => {
    expect(Object.keys(machine).toSorted()).toEqual(Object.keys(HEALTHY).toSorted())
    expect(recorded.about).toMatch(/^\w.{8}/)
  })

  test('crashes no check', () => {
    expect(answers.filter(({ finding }) => finding.status === 'crash')).toEqual([])
  })

  test('gets no sudo in a fix, and documents by https alone', () => {
    for (const { finding } of answers) {
      if (finding.status !== 'warn' && finding.status !== 'fail') continue
      expect(finding.fix.url).toStartWith('https://')
      expect(finding.fix.commands?.filter((one) => one.startsWith('sudo ')) ?? []).toEqual([])
    }
  })
})

test('there are at least 14 machines', () => {
  expect(NAMES.length).toBeGreaterThanOrEqual(14)
})

test('what all checks say of all machines is as it was reviewed', () => {
  const table = MACHINES.map(({ name, recorded, answers }) => {
    const rows = answers.map(
      ({ id, finding }) => `${finding.status.padEnd(8)}${id.padEnd(28)} ${finding.seen}`,
    )
    return [`${name} – ${recorded.about} (exit ${exitOf(answers)})`, ...rows, ''].join('\n')
  }).join('\n')
  if (mayRewrite(process.env)) writeFileSync(GOLDEN, table)
  const changes = lineDiff(readFileSync(GOLDEN, 'utf8'), table)
  expect(changes).toEqual([])
})

test.each(CHECKS.map(({ id }, at) => [id, at] as const))(
  '%s is ok on one machine and not on another',
  (_, at) => {
    const statuses = MACHINES.map(({ answers }) => answers[at]?.finding.status)
    expect(statuses).toContain('ok')
    const others = statuses.filter((status) => status !== 'ok' && status !== 'unknown')
    expect(others.length).toBeGreaterThan(0)
  },
)
