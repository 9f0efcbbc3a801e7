import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { ARCHES, seccompProgram } from '../../src/seccomp/program.ts'
import { ROWS } from '../../src/seccomp/rows.ts'
import { type Arch, SYSCALLS, type SyscallName } from '../../src/seccomp/syscalls.ts'
import { decode, interpret, type Outcome } from './interpret.ts'

// Written out here and not imported, so that a slip in the sources shows.
const AUDIT = { x86_64: 0xc000003e, aarch64: 0xc00000b7 }
const KILL = 0x80000000
const ALLOW = 0x7fff0000
const EPERM = 0x00050001
const ENOSYS = 0x00050026
const EPROTONOSUPPORT = 0x0005005d
const EAFNOSUPPORT = 0x00050061
const X32 = 0x40000000
const NEWUSER = 0x10000000n
const THREAD = 0x3d0f00n // the flags of glibc's pthread_create
const SIGCHLD = 17n
const TIOCSTI = 0x5412n
const TIOCLINUX = 0x541cn
const TIOCSETD = 0x5423n
// linux/btrfs.h: _IOW(0x94, 1, …) and _IOW(0x94, 23, …) of struct btrfs_ioctl_vol_args(_v2), 4096 bytes.
const SNAPSHOT = 0x50009401n
const SNAPSHOT_V2 = 0x50009417n

/** A call, its arguments, the verdict, and what a nested box makes of a refusal (`old`: the answer of an old kernel). */
type Case = readonly [SyscallName, readonly bigint[], number, ('lifted' | 'kept' | 'old')?]

const CASES: readonly Case[] = [
  ['ioctl', [0n, TIOCSTI], EPERM, 'kept'],
  ['ioctl', [0n, TIOCSTI | (1n << 32n)], EPERM, 'kept'],
  ['ioctl', [0n, TIOCSTI | (0xffffffffn << 32n)], EPERM, 'kept'],
  ['ioctl', [0n, TIOCLINUX], EPERM, 'kept'],
  ['ioctl', [0n, TIOCLINUX | (1n << 63n)], EPERM, 'kept'],
  ['ioctl', [0n, TIOCSETD], EPERM, 'kept'],
  ['ioctl', [0n, TIOCSETD | (1n << 40n)], EPERM, 'kept'],
  ['ioctl', [3n, SNAPSHOT], EPERM, 'kept'],
  ['ioctl', [3n, SNAPSHOT_V2], EPERM, 'kept'],
  ['ioctl', [3n, SNAPSHOT_V2 | (1n << 32n)], EPERM, 'kept'],
  ['ioctl', [3n, 0x5000940en], ALLOW], // BTRFS_IOC_SUBVOL_CREATE
  ['ioctl', [3n, 0x40049409n], ALLOW], // FICLONE, which cp uses
  ['ioctl', [0n, 0x5424n], ALLOW], // TIOCGETD
  ['ioctl', [0n, 0x5401n], ALLOW], // TCGETS
  ['ioctl', [0n, 0x5413n], ALLOW], // TIOCGWINSZ
  ['ioctl', [0n, 0x5411n], ALLOW], // TIOCOUTQ
  ['ioctl', [0n, 0x541bn], ALLOW], // FIONREAD
  ['ioctl', [TIOCSTI, 0n, TIOCSTI], ALLOW],
  ['ioctl', [0n, TIOCSTI << 32n], ALLOW],
  ...namespaceBits().map((bit): Case => ['unshare', [bit], EPERM, 'lifted']),
  ...namespaceBits().map((bit): Case => ['unshare', [bit | 0x400n], EPERM, 'lifted']),
  ['unshare', [0x80n], EPERM, 'lifted'], // CLONE_NEWTIME
  ['unshare', [0n], ALLOW],
  ['unshare', [0x600n], ALLOW], // CLONE_FS | CLONE_FILES
  ['unshare', [0x50000n], ALLOW], // CLONE_THREAD | CLONE_SYSVSEM, the neighbours of CLONE_NEWNS
  ...namespaceBits().map((bit): Case => ['clone', [bit | SIGCHLD], EPERM, 'lifted']),
  ['clone', [NEWUSER | (1n << 32n)], EPERM, 'lifted'],
  ['clone', [SIGCHLD], ALLOW],
  ['clone', [THREAD], ALLOW],
  ['clone', [0x1200011n], ALLOW], // fork of glibc: CHILD_SETTID | CHILD_CLEARTID | SIGCHLD
  ['clone', [0x4111n], ALLOW], // vfork
  ['clone', [0x80n], ALLOW], // part of the exit signal here
  ['clone', [0x80000000n], ALLOW], // CLONE_IO
  ['clone', [SIGCHLD, NEWUSER], ALLOW],
  ['setpriority', [1n, 0n, 19n], EPERM, 'kept'], // PRIO_PGRP, the own group
  ['setpriority', [1n | (1n << 32n), 1n << 32n, 19n], EPERM, 'kept'],
  ['setpriority', [0n, 0n, 19n], ALLOW], // PRIO_PROCESS: nice
  ['setpriority', [1n, 7n, 19n], ALLOW], // a group that has a number in the box
  ['setpriority', [2n, 0n, 19n], ALLOW], // PRIO_USER: the kernel goes through the processes of the box only
  ['ioprio_set', [2n, 0n, 0x6007n], EPERM, 'kept'], // IOPRIO_WHO_PGRP
  ['ioprio_set', [2n | (7n << 32n), 1n << 63n, 0x6007n], EPERM, 'kept'],
  ['ioprio_set', [1n, 0n, 0x6007n], ALLOW], // IOPRIO_WHO_PROCESS: ionice
  ['ioprio_set', [2n, 7n, 0x6007n], ALLOW],
  ['clone3', [0n, 88n], ENOSYS, 'kept'],
  ['setns', [3n, 0n], EPERM, 'kept'],
  ...names('mount umount2 pivot_root', EPERM, 'lifted'),
  ...names('fsopen fsconfig fsmount fspick move_mount open_tree open_tree_attr mount_setattr', EPERM, 'old'),
  ...names('keyctl add_key request_key bpf userfaultfd perf_event_open open_by_handle_at', EPERM, 'kept'),
  ...names('kexec_load kexec_file_load init_module finit_module delete_module', EPERM, 'kept'),
  ...names('swapon swapoff reboot quotactl quotactl_fd acct', EPERM, 'kept'),
  ...names('syslog vhangup lookup_dcookie iopl ioperm', EPERM, 'kept'),
  ...names('modify_ldt uselib', ENOSYS, 'kept'),
  ...names('io_uring_setup io_uring_enter io_uring_register', ENOSYS, 'kept'),
  ...[1n, 2n, 10n, 16n].map((family): Case => ['socket', [family, 1n, 0n], ALLOW]),
  // IPv4 and IPv6 with TCP, UDP, ICMP, ICMPv6, MPTCP; then IGMP, DCCP, GRE, L2TP, SCTP, UDPLITE, RAW, SMC, and more.
  ...[6, 17, 1, 58, 262].flatMap((protocol) => internet(protocol, ALLOW)),
  ...[2, 33, 47, 115, 132, 136, 255, 256, 4, 0xffffffff].flatMap((protocol) =>
    internet(protocol, EPROTONOSUPPORT),
  ),
  ['socket', [2n | (1n << 32n), 5n, 132n | (7n << 32n)], EPROTONOSUPPORT, 'kept'],
  // ROUTE SOCK_DIAG KOBJECT_UEVENT GENERIC, then USERSOCK FIREWALL XFRM SELINUX ISCSI AUDIT FIB_LOOKUP CONNECTOR
  // NETFILTER IP6_FW DNRTMSG SCSITRANSPORT ECRYPTFS RDMA CRYPTO SMC, and one still to come.
  ...[0n, 4n, 15n, 16n].map((protocol): Case => ['socket', [16n, 3n, protocol], ALLOW]),
  ...[2, 3, 6, 7, 8, 9, 10, 11, 12, 13, 14, 18, 19, 20, 21, 22, 23].map(
    (protocol): Case => ['socket', [16n, 3n, BigInt(protocol)], EPROTONOSUPPORT, 'kept'],
  ),
  // A unix socket has no protocols that load anything.
  ['socket', [1n, 1n, 12n], ALLOW],
  ['socketpair', [1n, 1n, 0n], ALLOW],
  ['socket', [1n | (1n << 32n)], ALLOW],
  // AX25 IPX APPLETALK NETROM ATMPVC X25 ROSE DECnet ECONET ATMSVC IRDA PPPOX LLC CAN TIPC BLUETOOTH ALG NFC VSOCK
  // KCM QIPCRTR SMC XDP, then KEY PACKET RDS RXRPC PHONET IEEE802154 CAIF MCTP, no family, and families still to come.
  ...[3, 4, 5, 6, 8, 9, 11, 12, 19, 20, 23, 24, 26, 29, 30, 31, 38, 39, 40, 41, 42, 43, 44].flatMap(family),
  ...[15, 17, 21, 33, 35, 36, 37, 45, 0, 46, 0xffffffff].flatMap(family),
  ['socket', [40n | (1n << 32n)], EAFNOSUPPORT, 'kept'],
]

describe.each([...ARCHES])('the filter for %s', (arch) => {
  const cases = CASES.flatMap((one) => {
    const number = SYSCALLS[one[0]][arch]
    return number === null ? [] : [{ one, number }]
  })
  const refused = cases.filter(({ one: [, , verdict] }) => verdict !== ALLOW)
  test.each(refused.map(titled))(
    'refuses %s with %s.',
    (_call, _name, { number, one: [, args, verdict] }) => {
      expect(judge(arch, number, args).action).toBe(verdict)
    },
  )

  const allowed = cases.filter(({ one: [, , verdict] }) => verdict === ALLOW)
  test.each(allowed.map(titled))('allows %s.', (_call, _name, { number, one: [, args] }) => {
    for (const nested of [false, true]) expect(judge(arch, number, args, nested).action).toBe(ALLOW)
  })

  test('lifts for nested boxes what Chromium and bubblewrap need, and nothing else.', () => {
    for (const { number, one } of cases) {
      const [name, args, verdict, nested] = one
      const expected = nested === 'lifted' ? ALLOW : nested === 'old' ? ENOSYS : verdict
      expect([name, args, judge(arch, number, args, true).action]).toEqual([name, args, expected])
    }
  })

  test('lifts five calls and no other.', () => {
    const lifted = new Set(ROWS.filter(({ nested }) => nested === 'lifted').map(({ syscall }) => syscall))
    expect([...lifted].toSorted()).toEqual(['clone', 'mount', 'pivot_root', 'umount2', 'unshare'])
  })

  test('has a refused case for every row, so that no row goes untested.', () => {
    const tested = new Set(refused.map(({ one: [name] }) => name))
    const isHere = (name: SyscallName): boolean => SYSCALLS[name][arch] !== null
    expect(ROWS.map(({ syscall }) => syscall).filter((name) => isHere(name) && !tested.has(name))).toEqual([])
    expect([...tested].toSorted()).toEqual((Object.keys(SYSCALLS) as SyscallName[]).filter(isHere).toSorted())
  })
})

test('the calls that aarch64 does not have are those of the old processors of x86.', () => {
  const missing = Object.entries(SYSCALLS).filter(([, { aarch64 }]) => aarch64 === null)
  expect(missing.map(([name]) => name).toSorted()).toEqual(['ioperm', 'iopl', 'modify_ldt', 'uselib'])
})

describe.each([...ARCHES])('every call of %s', (arch) => {
  test('from 0 to 600 is allowed when no row names it, whatever its arguments.', () => {
    const named = new Set<number | null>(Object.values(SYSCALLS).map((numbers) => numbers[arch]))
    for (let nr = 0; nr <= 600; nr++) {
      if (named.has(nr) || (arch === 'x86_64' && nr >= 512 && nr <= 547)) continue
      expect([nr, judge(arch, nr, [TIOCSTI, TIOCSTI, NEWUSER]).action]).toEqual([nr, ALLOW])
    }
  })

  test('is judged by the low half of the loaded arguments and by nothing else.', () => {
    const word = fc.bigInt({ min: 0n, max: (1n << 64n) - 1n })
    const six = fc.tuple(word, word, word, word, word, word)
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 511 }), six, word, (nr, args, instructionPointer) => {
        const base = interpret(program(arch), { nr, arch: AUDIT[arch], args })
        const decisive = new Set(base.loads.filter((offset) => offset >= 16))
        const others = args.map((value, index) => (decisive.has(16 + 8 * index) ? value & 0xffffffffn : 0n))
        const data = { nr, arch: AUDIT[arch], args: others, instructionPointer }
        return interpret(program(arch), data).action === base.action
      }),
    )
  })

  test('is killed when it comes through another architecture, whichever number it has.', () => {
    const others = [0x40000003, 0x40000028, arch === 'x86_64' ? AUDIT.aarch64 : AUDIT.x86_64, 0, 0xffffffff]
    for (const other of others) {
      for (const nr of [0, 1, 16, 54, 165, 435, 0xffffffff]) {
        expect(interpret(program(arch), { nr, arch: other }).action).toBe(KILL)
      }
    }
  })

  test('can be skipped by a tracer, which writes -1 as its number.', () => {
    expect(judge(arch, 0xffffffff).action).toBe(ALLOW)
  })
})

describe.each([...ARCHES])('the program for %s', (arch) => {
  test('is well-formed, far below 4096 instructions, and shorter when nested.', () => {
    const [plain, nested] = [decode(program(arch)), decode(program(arch, true))]
    expect(plain.length).toBeLessThan(256)
    expect(nested.length).toBeLessThan(plain.length)
  })

  test('passes common calls in few steps and by their number alone, so that the kernel can cache the verdict.', () => {
    const common = {
      x86_64: [0, 1, 3, 9, 39, 59, 202, 232, 257, 262],
      aarch64: [22, 56, 57, 63, 64, 98, 172, 221, 222],
    }
    for (const nr of common[arch]) {
      const { action, steps, loads } = judge(arch, nr)
      expect([nr, action, loads]).toEqual([nr, ALLOW, [4, 0]])
      expect(steps).toBeLessThanOrEqual(11)
    }
  })
})

describe('the x86_64 filter', () => {
  test.each([0, 1, 16, 59, 165, 514, 520, 528, 0x3ffffffe])(
    'answers x32 call %d like a kernel without x32.',
    (nr) => {
      for (const nested of [false, true]) expect(judge('x86_64', X32 + nr, [], nested).action).toBe(ENOSYS)
    },
  )

  test('refuses the x32 calls 512 to 547 that kernels before 5.4 took without the x32 bit.', () => {
    for (let nr = 512; nr <= 547; nr++) expect(judge('x86_64', nr, [0n, TIOCSTI]).action).toBe(ENOSYS)
    expect(judge('x86_64', 511).action).toBe(ALLOW)
    expect(judge('x86_64', 548).action).toBe(ALLOW)
  })
})

test('every row says why in one sentence.', () => {
  for (const { why } of ROWS) expect(why).toMatch(/^[A-Za-z].*[^.]\.$/)
})

function program(arch: Arch, nested = false): Uint8Array {
  return seccompProgram({ arch, nested })
}

function judge(arch: Arch, nr: number, args: readonly bigint[] = [], nested = false): Outcome {
  return interpret(program(arch, nested), { nr, arch: AUDIT[arch], args })
}

const NAMES: Readonly<Record<number, string>> = {
  [EPERM]: 'EPERM',
  [ENOSYS]: 'ENOSYS',
  [EPROTONOSUPPORT]: 'EPROTONOSUPPORT',
  [EAFNOSUPPORT]: 'EAFNOSUPPORT',
}

type Numbered = { readonly one: Case; readonly number: number }

function titled(numbered: Numbered): [string, string, Numbered] {
  const [name, args, verdict] = numbered.one
  const call = `${name}(${args.map((value) => `0x${value.toString(16)}`).join(', ')})`
  return [call, NAMES[verdict] ?? '', numbered]
}

function namespaceBits(): bigint[] {
  return [17n, 25n, 26n, 27n, 28n, 29n, 30n].map((shift) => 1n << shift)
}

function names(list: string, verdict: number, nested: 'lifted' | 'kept' | 'old'): Case[] {
  return list.split(' ').map((name) => [name as SyscallName, [], verdict, nested])
}

function internet(protocol: number, verdict: number): Case[] {
  return [2n, 10n].map(
    (family): Case =>
      verdict === ALLOW
        ? ['socket', [family, 1n, BigInt(protocol)], verdict]
        : ['socket', [family, 1n, BigInt(protocol)], verdict, 'kept'],
  )
}

function family(number: number): Case[] {
  const args = [BigInt(number), 1n, 0n]
  return [
    ['socket', args, EAFNOSUPPORT, 'kept'],
    ['socketpair', args, EAFNOSUPPORT, 'kept'],
  ]
}
