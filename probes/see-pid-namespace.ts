import { PID_GUARDS } from '../src/verify/filtered.ts'
import { isSameNamespace } from '../src/verify/places.ts'
import { defineProbe } from '../src/verify/probe.ts'

export const probe = defineProbe({
  id: 'see-pid-namespace',
  claim: 'The box has a namespace of its own for processes.',
  guards: PID_GUARDS,
  attempt: ({ witness }) => isSameNamespace('pid', witness),
})
