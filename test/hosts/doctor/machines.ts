import { readdirSync, readFileSync } from 'node:fs'
import type { Fact } from '../../../src/host/facts.ts'
import type { Facet, MachineFacts } from '../../../src/host/machine.ts'
import { HEALTHY, known } from '../../doctor/healthy.ts'

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

/** All facts of a recorded machine. An object of the file is laid over that of the healthy machine, one level deep. */
export function machineOf({ complete, facts, unknown = {} }: Recorded): MachineFacts {
  const machine: Record<string, Fact<unknown>> = complete ? {} : { ...known(HEALTHY) }
  for (const [facet, value] of Object.entries(facts)) {
    const before = complete ? undefined : HEALTHY[facet as Facet]
    machine[facet] = {
      known: true,
      value: isRecord(before) && isRecord(value) ? { ...before, ...value } : value,
    }
  }
  for (const [facet, why] of Object.entries(unknown)) machine[facet] = { known: false, why }
  return machine as unknown as MachineFacts
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
