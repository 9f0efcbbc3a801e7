import { isSameNamespace } from '../src/verify/places.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'see-uts-namespace',
  claim: 'The box has a namespace of its own for host names.',
  guards: [{ word: '--unshare-uts' }, { word: '--hostname' }],
  attempt: ({ witness }) => isSameNamespace('uts', witness),
})
