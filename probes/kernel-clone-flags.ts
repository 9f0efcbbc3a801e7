import { eachReaches } from '../src/verify/filtered.ts'
import { systemCall } from '../src/verify/hands.ts'
import { NEW_NAMESPACES } from '../src/verify/namespaces.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** Without CLONE_VM it is an error that the kernel sees first (clone(2)), so no child is made. */
const CLONE_SIGHAND = 0x800

export const probe = defineProbe({
  id: 'kernel-clone-flags',
  claim: 'No kind of namespace can be made by clone.',
  guards: [{ row: ['clone'] }],
  attempt: () => eachReaches(NEW_NAMESPACES, (flag) => systemCall('clone', flag + CLONE_SIGHAND).answer),
})
