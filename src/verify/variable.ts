import type { PlantedName } from './planted-env.ts'
import { defineProbe, type Probe } from './probe.ts'

/** A probe that looks for one of the planted variables in its own environment. */
export function hiddenVariable({
  id,
  claim,
  name,
}: Pick<Probe, 'id' | 'claim'> & { readonly name: PlantedName }): Probe {
  return defineProbe({
    id,
    claim,
    guards: [{ env: name }],
    attempt: ({ canary }) => {
      const value = process.env[name]
      if (value === undefined) return { worked: false, evidence: `${name} is not set` }
      const worked = value.includes(canary)
      return { worked, evidence: worked ? `${name} has the mark` : `${name} has another value` }
    },
    fast: true,
  })
}
