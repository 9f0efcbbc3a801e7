import { eachReaches } from '../src/verify/filtered.ts'
import { systemCall } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** No type of socket: an error that the kernel sees before it looks for the protocol, so no module is loaded. */
const NO_TYPE = 11
const EPROTONOSUPPORT = 93
const AF_INET = 2
const AF_INET6 = 10
/** linux/in.h. */
const RARE = [
  ['IGMP', 2],
  ['DCCP', 33],
  ['GRE', 47],
  ['L2TP', 115],
  ['SCTP', 132],
  ['UDPLITE', 136],
  ['SMC', 256],
] as const

export const probe = defineProbe({
  id: 'kernel-rare-protocols',
  claim: 'No socket of a rare protocol of IPv4 or IPv6 can be made.',
  guards: [{ row: ['socket'] }],
  attempt: () => {
    const ask = (family: number) => (protocol: number) =>
      systemCall('socket', family, NO_TYPE, protocol).answer
    const four = eachReaches(RARE, ask(AF_INET), EPROTONOSUPPORT)
    return four.worked ? four : eachReaches(RARE, ask(AF_INET6), EPROTONOSUPPORT)
  },
})
