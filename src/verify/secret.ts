import { plant } from './field.ts'
import { readMark } from './hands.ts'
import { placeIn } from './place.ts'
import { defineProbe, type Probe } from './probe.ts'

/** A probe that reads a file with the canary in it, which the box must not show. */
export function secretFile({
  id,
  claim,
  path,
  profile,
}: Pick<Probe, 'id' | 'claim' | 'profile'> & { readonly path: string }): Probe {
  return defineProbe({
    id,
    claim,
    guards: [{ absence: path }],
    plant: (field) => plant(placeIn(path, field), field.canary),
    attempt: (field) => readMark(placeIn(path, field), field.canary),
    // Before a start there is only the box of its own profile.
    ...(profile === undefined ? { fast: true } : { profile }),
  })
}
