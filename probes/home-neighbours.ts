import { plant } from '../src/verify/field.ts'
import { findName } from '../src/verify/listing.ts'
import { placeIn } from '../src/verify/place.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'home-neighbours',
  claim: 'The home folders of other users cannot be listed.',
  guards: [{ absence: '~/..' }],
  plant: (field) => plant(placeIn(`~/../${field.canary}/.profile`, field), ''),
  attempt: (field) => findName(placeIn('~/..', field), field.canary),
  fast: true,
})
