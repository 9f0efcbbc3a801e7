import type { Facets, MachineFacts } from '../../src/host/machine.ts'
import { HEALTHY_KERNEL } from './healthy-kernel.ts'
import { HEALTHY_PATHS } from './healthy-paths.ts'
import { HEALTHY_REST } from './healthy-rest.ts'

/** Every fact of a machine on which all is well; the type checker asks for the facets that are missing. */
export const HEALTHY: Facets = { ...HEALTHY_KERNEL, ...HEALTHY_PATHS, ...HEALTHY_REST }

/** Facts that are all known. */
export function known(facets: Facets): MachineFacts {
  const facts = Object.entries(facets).map(([facet, value]) => [facet, { known: true, value }])
  return Object.fromEntries(facts) as unknown as MachineFacts
}
