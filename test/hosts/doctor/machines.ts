import { readdirSync, readFileSync } from 'node:fs'
import type { Fact } from '../../../src/host/facts.ts'
import type { Facet, Facets, MachineFacts } from '../../../src/host/machine.ts'
import { differing, HEALTHY, known } from '../../doctor/healthy.ts'

/** What a file of this folder holds. Without `complete`, it is what differs from the healthy machine of test/doctor. */
export type Recorded = {
  readonly about: string
  readonly complete?: true
  readonly facts: Readonly<Partial<Record<Facet, unknown>>>
  /** Facets that could not be read there, each with the reason. */
  readonly unknown?: Readonly<Partial<Record<Facet, string>>>
}

/** The names of all machines, sorted. */
export const NAMES: readonly string[] = readdirSync(import.meta.dir)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length))
  .sort()

export function readRecorded(name: string): Recorded {
  return JSON.parse(readFileSync(`${import.meta.dir}/${name}.json`, 'utf8'))
}

const UNRECORDED = { known: false, why: 'it was not recorded' } as const

/** All facts of a recorded machine. What jail has learnt to look at since it was recorded is unknown of it. */
export function machineOf({ complete, facts, unknown = {} }: Recorded): MachineFacts {
  const values = complete ? (facts as unknown as Facets) : differing(facts)
  const unrecorded = Object.keys(HEALTHY).map((facet) => [facet, UNRECORDED] as const)
  const machine: Record<string, Fact<unknown>> = { ...Object.fromEntries(unrecorded), ...known(values) }
  for (const [facet, why] of Object.entries(unknown)) machine[facet] = { known: false, why }
  return machine as unknown as MachineFacts
}
