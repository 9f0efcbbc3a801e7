import type { Check } from '../doctor/check.ts'
import { GROUPS, type Group } from '../doctor/groups.ts'
import { columns } from './columns.ts'

/** The groups with their checks, for `jail doctor --list`. */
export function listLines(checks: readonly Check[]): string[] {
  return [...new Set(checks.map((check) => check.group))].flatMap((group: Group) => [
    `${group}: ${GROUPS[group]}`,
    ...columns(checks.filter((check) => check.group === group).map(({ id, title }) => [id, title] as const)),
  ])
}

/** The same for machines. */
export function listJson(checks: readonly Check[]): string {
  return JSON.stringify(
    checks.map(({ id, group, title, needs }) => ({ id, group, title, needs })),
    null,
    2,
  )
}

/** Where the time went: the slowest first, at most `most` of them. */
export function timeLines(microseconds: ReadonlyMap<string, number>, total: number, most = 8): string[] {
  const slowest = [...microseconds].toSorted(([, a], [, b]) => b - a).slice(0, most)
  const rows = slowest.map(([name, count]) => [name, `${String(count).padStart(8)} µs`] as const)
  return ['', `slowest facts (side by side; all in ${total} µs):`, ...(rows.length > 0 ? columns(rows) : [])]
}
