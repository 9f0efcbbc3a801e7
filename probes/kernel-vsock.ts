import { eachReaches } from '../src/verify/filtered.ts'
import { systemCall } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** No type of socket: an error that the kernel sees before it looks for the family, so no module is loaded. */
const NO_TYPE = 11
const EAFNOSUPPORT = 97

export const probe = defineProbe({
  id: 'kernel-vsock',
  claim: 'The host of a virtual machine cannot be reached by AF_VSOCK.',
  guards: [{ row: ['socket'] }],
  attempt: () =>
    eachReaches([['AF_VSOCK', 40]], (family) => systemCall('socket', family, NO_TYPE).answer, EAFNOSUPPORT),
})
