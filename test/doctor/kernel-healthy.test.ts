import { expect, test } from 'bun:test'
import { runCheck } from '../../src/doctor/check.ts'
import { CHECKS } from '../../src/doctor/checks/index.ts'
import type { Facet, MachineFacts } from '../../src/host/machine.ts'
import { judge } from './judging.ts'

const GROUPS = ['bubblewrap', 'namespaces', 'modules', 'surroundings']
const OURS = CHECKS.filter(({ group }) => GROUPS.includes(group))

test('there are checks in each group', () => {
  expect(OURS.length).toBeGreaterThan(25)
  expect(new Set(OURS.map(({ group }) => group))).toEqual(new Set(GROUPS) as never)
})

test.each(OURS.map(({ id }) => id))('%s is fine on a healthy machine', (id) => {
  expect(judge(id, {}).status).toBe('ok')
})

const NOTHING = Object.fromEntries(
  OURS.flatMap(({ needs }) =>
    needs.map((facet: Facet) => [facet, { known: false, why: '/proc is not mounted' }]),
  ),
) as unknown as MachineFacts

test.each(OURS.map((check) => [check.id, check] as const))('%s is unknown without its facts', (_, check) => {
  const { finding } = runCheck(check, NOTHING)
  expect(finding.status).toBe('unknown')
  expect(finding.seen).toContain('/proc is not mounted')
})
