import { describe, expect, test } from 'bun:test'
import { runCheck } from '../../src/doctor/check.ts'
import { CHECKS } from '../../src/doctor/checks/index.ts'
import type { Finding } from '../../src/doctor/finding.ts'
import type { Facet, MachineFacts } from '../../src/host/machine.ts'
import { HEALTHY_PATHS, type PathFacets } from './healthy-paths.ts'

/** What one check finds on Ana's machine, but for some facts. Only the given facts are known. */
export function judged(id: string, other: Partial<PathFacets> = {}): Finding {
  const check = CHECKS.find((one) => one.id === id)
  if (!check) throw new Error(`there is no check ${id}`)
  const known = Object.entries({ ...HEALTHY_PATHS, ...other })
  const facts = Object.fromEntries(known.map(([facet, value]) => [facet, { known: true, value }]))
  return runCheck(check, facts as unknown as Record<Facet, never> & MachineFacts).finding
}

/** A finding as a test states it: status, what was seen, what it means, and the commands of the fix. */
export type Row = readonly [
  says: string,
  other: Partial<PathFacets>,
  status: Finding['status'],
  seen: string,
  means?: string,
  commands?: readonly string[],
]

/** Tests each row of each check of a table. */
export function testTable(table: Readonly<Record<string, readonly Row[]>>): void {
  describe.each(Object.entries(table))('%s', (id, rows) => {
    for (const [says, other, ...wanted] of rows)
      test(says, () => expect(rowOf(judged(id, other))).toEqual(wanted))
  })
}

/** The row that a finding would be. */
function rowOf(finding: Finding): readonly unknown[] {
  const means = 'means' in finding ? [finding.means] : []
  const commands = 'fix' in finding && finding.fix.commands ? [finding.fix.commands] : []
  return [finding.status, finding.seen, ...means, ...commands]
}
