import { describe, expect, test } from 'bun:test'
import { readdirSync } from 'node:fs'
import { type Check, runCheck } from '../../src/doctor/check.ts'
import { CHECKS } from '../../src/doctor/checks/index.ts'
import { GROUPS } from '../../src/doctor/groups.ts'
import type { MachineFacts } from '../../src/host/machine.ts'
import { HEALTHY, known } from './healthy.ts'

const FOLDER = new URL('../../src/doctor/checks', import.meta.url).pathname
const EACH = CHECKS.map((check) => [check.id, check] as const)
const machine = known(HEALTHY)

test('every file in the folder of checks is in the list, under the name of its check', () => {
  const files = readdirSync(FOLDER).filter((name) => name !== 'index.ts')
  expect(CHECKS.map(({ id }) => `${id}.ts`).toSorted()).toEqual(files.toSorted())
})

test('no check stands twice', () => {
  expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length)
})

test('the list has the order of the groups', () => {
  const order = Object.keys(GROUPS)
  const places = CHECKS.map(({ group }) => order.indexOf(group))
  expect(places).not.toContain(-1)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})

describe.each(EACH)('%s', (_, check: Check) => {
  test('asks a question and needs a fact', () => {
    expect(check.title).toMatch(/^[A-Z].*\?$/)
    expect(check.needs.length).toBeGreaterThan(0)
  })

  test('is fine on a healthy machine', () => {
    const { finding } = runCheck(check, machine)
    expect([finding.status, finding.seen]).toEqual(['ok', expect.stringMatching(/\S/)])
  })

  test.each(check.needs)('is unknown without the fact %s, and says why', (facet) => {
    const without: MachineFacts = { ...machine, [facet]: { known: false, why: 'it is kept from us' } }
    expect(runCheck(check, without).finding).toEqual({
      status: 'unknown',
      seen: `${facet}: it is kept from us`,
    })
  })
})

test('a check that fails itself is a crash, with its stack', () => {
  const broken: Check = {
    id: 'git.broken',
    group: 'git',
    title: 'Is it broken?',
    needs: [],
    judge() {
      throw new Error('broken')
    },
  }
  const { finding } = runCheck(broken, machine)
  expect(finding).toMatchObject({ status: 'crash', seen: 'the check itself failed: Error: broken' })
  expect(finding.status === 'crash' && finding.stack).toContain('checks.test.ts')
})
