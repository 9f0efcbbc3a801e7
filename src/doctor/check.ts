import type { Facet, Facets, MachineFacts } from '../host/machine.ts'
import type { Finding } from './finding.ts'
import type { Group } from './groups.ts'

/** A question about a machine, answered from facts alone. */
export type Check = {
  /** `group.name`, equal to the name of its file below checks/. */
  readonly id: string
  readonly group: Group
  /** A question for people. */
  readonly title: string
  readonly needs: readonly Facet[]
  readonly judge: (facts: Facets) => Finding
}

type Definition<K extends Facet> = {
  readonly id: `${Group}.${string}`
  readonly title: string
  readonly needs: readonly K[]
  readonly judge: (facts: Pick<Facets, K>) => Finding
}

/** A check that sees the facts it declared and no others. */
export function defineCheck<const K extends Facet>({ id, title, needs, judge }: Definition<K>): Check {
  return { id, group: id.slice(0, id.indexOf('.')) as Group, title, needs, judge }
}

/** A finding with what it belongs to. */
export type Answer = {
  readonly id: string
  readonly group: Group
  readonly title: string
  readonly finding: Finding
}

/** Runs one check. A fact that could not be read makes it unknown, never ok; a check that throws is a crash. */
export function runCheck(check: Check, machine: MachineFacts): Answer {
  const { id, group, title } = check
  return { id, group, title, finding: judged(check, machine) }
}

function judged({ needs, judge }: Check, machine: MachineFacts): Finding {
  for (const facet of needs) {
    const fact = machine[facet]
    if (!fact.known) return { status: 'unknown', seen: `${facet}: ${fact.why}` }
  }
  try {
    return judge(valuesOf(needs, machine))
  } catch (error) {
    const stack = error instanceof Error ? (error.stack ?? error.message) : String(error)
    return { status: 'crash', seen: `the check itself failed: ${stack.split('\n')[0]}`, stack }
  }
}

/** The values of the needed facets; the check's own type lets it see no others. */
function valuesOf(needs: readonly Facet[], machine: MachineFacts): Facets {
  const values: Partial<Record<Facet, unknown>> = {}
  for (const facet of needs) {
    const fact = machine[facet]
    if (fact.known) values[facet] = fact.value
  }
  return values as Facets
}
