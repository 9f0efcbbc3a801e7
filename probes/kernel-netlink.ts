import { eachReaches } from '../src/verify/filtered.ts'
import { systemCall } from '../src/verify/hands.ts'
import { defineProbe } from '../src/verify/probe.ts'

/** No type of socket: an error that the kernel sees before it looks for the protocol, so no module is loaded. */
const NO_TYPE = 11
const EPROTONOSUPPORT = 93
const AF_NETLINK = 16
/** linux/netlink.h. */
const CLOSED = [
  ['XFRM', 6],
  ['ISCSI', 8],
  ['AUDIT', 9],
  ['CONNECTOR', 11],
  ['NETFILTER', 12],
  ['SCSITRANSPORT', 18],
  ['RDMA', 20],
  ['CRYPTO', 21],
] as const

export const probe = defineProbe({
  id: 'kernel-netlink',
  claim: 'The firewall, IPsec, the audit and the processes of the machine cannot be asked for by netlink.',
  guards: [{ row: ['socket'] }],
  attempt: () =>
    eachReaches(
      CLOSED,
      (protocol) => systemCall('socket', AF_NETLINK, NO_TYPE, protocol).answer,
      EPROTONOSUPPORT,
    ),
})
