import { plant } from '../src/verify/field.ts'
import { findName } from '../src/verify/listing.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'home-listing',
  claim: 'The names of the files and folders in the home folder cannot be listed.',
  guards: [{ absence: '~' }],
  plant: ({ home, canary }) => plant(`${home}/${canary}/file`, ''),
  attempt: ({ home, canary }) => findName(home, canary),
  fast: true,
})
