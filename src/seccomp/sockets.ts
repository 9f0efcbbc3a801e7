import { each, type Row } from './row.ts'

/** linux/socket.h, most common first. Not PACKET: it needs CAP_NET_RAW, which only a nested box could give itself. */
const [UNIX, INET, INET6, NETLINK] = [1, 2, 10, 16]
const FAMILIES = [UNIX, INET, INET6, NETLINK]

/** linux/in.h: any, ICMP, TCP, UDP, ICMPv6 and MPTCP, which Go's servers ask for. */
const PROTOCOLS = [0, 6, 17, 1, 58, 262]

/** linux/netlink.h: ROUTE (interfaces and addresses), SOCK_DIAG (ss), KOBJECT_UEVENT (libudev), GENERIC. */
const NETLINKS = [0, 4, 15, 16]

/**
 * The errnos are the answers of a kernel that was built without the family or the protocol.
 * Source: address_families(7), socket(2), netlink(7); CVE-2010-3904 (RDS), CVE-2021-26708 (VSOCK), CVE-2021-43267 (TIPC);
 * CVE-2017-6074 (DCCP), CVE-2022-4129 (L2TP); CVE-2024-1086 (NETFILTER). CONNECTOR tells the processes of the host that
 * start and end, since Linux 6.6 not only to root (drivers/connector/cn_proc.c).
 */
export const SOCKETS: readonly Row[] = [
  ...each(['socket', 'socketpair'], {
    errno: 'EAFNOSUPPORT',
    when: { arg: 0, test: 'noneOf', values: FAMILIES },
    why: 'Asking for a rare family loads its little tested module, and VSOCK reaches the host of a virtual machine.',
  }),
  {
    syscall: 'socket',
    errno: 'EPROTONOSUPPORT',
    when: [
      { arg: 0, test: 'oneOf', values: [INET, INET6] },
      { arg: 2, test: 'noneOf', values: PROTOCOLS },
    ],
    why: 'Asking for a rare protocol (SCTP, DCCP, L2TP) loads its little tested module.',
  },
  {
    syscall: 'socket',
    errno: 'EPROTONOSUPPORT',
    when: [
      { arg: 0, test: 'oneOf', values: [NETLINK] },
      { arg: 2, test: 'noneOf', values: NETLINKS },
    ],
    why: 'The other netlink protocols are ways to the firewall, IPsec, the audit, and the processes of the machine.',
  },
]
