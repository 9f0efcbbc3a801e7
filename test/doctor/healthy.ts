import type { Facet, Facets, MachineFacts } from '../../src/host/machine.ts'
import { HEALTHY_KERNEL } from './healthy-kernel.ts'
import { HEALTHY_PATHS } from './healthy-paths.ts'
import { HEALTHY_REST } from './healthy-rest.ts'

/** Every fact of a machine on which all is well; the type checker asks for the facets that are missing. */
export const HEALTHY: Facets = { ...HEALTHY_PATHS, ...HEALTHY_KERNEL, ...HEALTHY_REST }

/** Facts that are all known. */
export function known(facets: Facets): MachineFacts {
  const facts = Object.entries(facets).map(([facet, value]) => [facet, { known: true, value }])
  return Object.fromEntries(facts) as unknown as MachineFacts
}

/** The healthy machine with these differences, an object of them laid over what it has, one level deep. */
export function differing(differences: Readonly<Partial<Record<Facet, unknown>>>): Facets {
  const facets: Partial<Record<Facet, unknown>> = { ...HEALTHY }
  for (const [facet, value] of Object.entries(differences)) {
    const before = HEALTHY[facet as Facet]
    facets[facet as Facet] = isRecord(before) && isRecord(value) ? { ...before, ...value } : value
  }
  return facets as Facets
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
