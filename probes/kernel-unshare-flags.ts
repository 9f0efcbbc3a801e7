import { eachReaches } from '../src/verify/filtered.ts'
import { systemCall } from '../src/verify/hands.ts'
import { NEW_NAMESPACES, NEW_TIME } from '../src/verify/namespaces.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** A flag that no kernel knows, in the upper half of the word: EINVAL before anything is made. */
const UNKNOWN = 2 ** 40

export const probe = defineProbe({
  id: 'kernel-unshare-flags',
  claim: 'No kind of namespace can be made by unshare, one for the clock included.',
  guards: [{ row: ['unshare'] }],
  attempt: () =>
    eachReaches([...NEW_NAMESPACES, NEW_TIME], (flag) => systemCall('unshare', flag + UNKNOWN).answer),
})
