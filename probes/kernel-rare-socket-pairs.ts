import { eachReaches } from '../src/verify/filtered.ts'
import { systemCall } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** No type of socket: an error that the kernel sees before it looks for the family, so no module is loaded. */
const NO_TYPE = 11
const EAFNOSUPPORT = 97
/** linux/socket.h: all but UNIX, INET, INET6 and NETLINK. */
const RARE = Array.from({ length: 46 }, (_, family) => family)
  .filter((family) => ![0, 1, 2, 10, 16].includes(family))
  .map((family) => [`family ${family}`, family] as const)

export const probe = defineProbe({
  id: 'kernel-rare-socket-pairs',
  claim: 'No pair of sockets of a rare family can be made.',
  guards: [{ row: ['socketpair'] }],
  attempt: () =>
    eachReaches(RARE, (family) => systemCall('socketpair', family, NO_TYPE).answer, EAFNOSUPPORT),
})
