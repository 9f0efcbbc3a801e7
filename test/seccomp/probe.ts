/** Runs inside the box of live.test.ts and prints the error number of each call as JSON (0: the call succeeded). */

import { dlopen, ptr, read } from 'bun:ffi'
import { spawnSync } from 'node:child_process'
import { SYSCALLS, type SyscallName } from '../../src/seccomp/syscalls.ts'

const { symbols: libc } = dlopen('libc.so.6', {
  syscall: { args: ['i64', 'i64', 'i64', 'i64', 'i64', 'i64', 'i64'], returns: 'i64' },
  __errno_location: { args: [], returns: 'ptr' },
  posix_openpt: { args: ['i32'], returns: 'i32' },
  grantpt: { args: ['i32'], returns: 'i32' },
  unlockpt: { args: ['i32'], returns: 'i32' },
  ptsname_r: { args: ['i32', 'ptr', 'u64'], returns: 'i32' },
  setsid: { args: [], returns: 'i32' },
  open: { args: ['ptr', 'i32'], returns: 'i32' },
})
const errnoAddress = libc.__errno_location()

const terminal = controllingTerminal()
const outcomes = {
  // Arguments that the kernel itself refuses, with an answer that is not the filter's and needs no privilege.
  unshare: call('unshare', 0x04000001), // CLONE_NEWUTS and a flag that does not exist
  clone: call('clone', 0x10000200), // CLONE_NEWUSER with CLONE_FS
  clone3: call('clone3', 0, 0),
  setns: call('setns', -1, 0),
  mount: call('mount', 0, 0, 0, 0, 0),
  open_tree: call('open_tree', -1, 0, 0),
  umount2: call('umount2', 0, 0x7fffffff), // flags that do not exist
  fsconfig: call('fsconfig', -1, 0, 0, 0, 0),
  mount_setattr: call('mount_setattr', -1, 0, 0x7fffffff, 0, 0),
  ioprio_set: call('ioprio_set', 2, 0, 0x1_0000), // a class that does not exist
  keyctl: call('keyctl', 9999),
  add_key: call('add_key', 0, 0, 0, 0, 0),
  request_key: call('request_key', 0, 0, 0, 0),
  io_uring_setup: call('io_uring_setup', 0, 0),
  io_uring_enter: call('io_uring_enter', -1, 0, 0, 0, 0, 0),
  io_uring_register: call('io_uring_register', -1, 0, 0, 0),
  bpf: call('bpf', 0, 0, 0x7fffffff),
  perf_event_open: call('perf_event_open', 0, 0, -1, -1, -1),
  userfaultfd: call('userfaultfd', 3), // UFFD_USER_MODE_ONLY and a flag that does not exist
  quotactl: call('quotactl', 0xff, 0, 0, 0),
  quotactl_fd: call('quotactl_fd', -1, 0xff, 0, 0),
  socket: call('socket', 40, 15, 0), // AF_VSOCK and a type that does not exist
  socketpair: call('socketpair', 30, 15, 0, 0),
  packet: call('socket', 17, 15, 0),
  sctp: call('socket', 2, 15, 132),
  sctp6: call('socket', 10, 15, 132),
  netfilter: call('socket', 16, 15, 12),
  connector: call('socket', 16, 15, 11),
  tiocsetd: call('ioctl', -1, 0x5423, 0),
  snapshot: call('ioctl', -1, 0x50009401, 0),
  snapshotV2: call('ioctl', -1, 0x50009417, 0),
  modify_ldt: call('modify_ldt', 1, 0, 0), // bytes that are too few
  tiocsti: call('ioctl', terminal, 0x5412, 0),
  tiocstiHigh: call('ioctl', terminal, 0x1_0000_5412, 0),
  tioclinux: call('ioctl', -1, 0x541c, 0),
  // Calls that must work in both.
  windowSize: call('ioctl', terminal, 0x5413, ptr(new Uint8Array(8))),
  unixSocket: call('socket', 1, 1, 0),
  tcp: call('socket', 2, 1, 6),
  tcp6: call('socket', 10, 1, 6),
  udp: call('socket', 2, 2, 17),
  routes: call('socket', 16, 3, 0),
  child: spawnSync('/bin/true').status,
  thread: await thread(),
}
process.stdout.write(JSON.stringify(outcomes))

function call(name: SyscallName, ...args: number[]): number {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = args
  const arch = process.arch === 'arm64' ? 'aarch64' : 'x86_64'
  // A number that no kernel has, where the processor does not have the call.
  const result = libc.syscall(SYSCALLS[name][arch] ?? 0x3fffffff, a, b, c, d, e, f)
  return Number(result) === -1 && errnoAddress !== null ? read.i32(errnoAddress) : 0
}

/** TIOCSTI wants the terminal to be the caller's own: a new session takes the first one it opens. */
function controllingTerminal(): number {
  libc.setsid()
  const master = libc.posix_openpt(0x102) // O_RDWR | O_NOCTTY
  libc.grantpt(master)
  libc.unlockpt(master)
  const name = new Uint8Array(64)
  libc.ptsname_r(master, ptr(name), name.length)
  return libc.open(ptr(name), 2)
}

async function thread(): Promise<number> {
  const worker = new Worker('data:text/javascript,postMessage(0)')
  return new Promise((resolve) => {
    worker.onmessage = (event) => resolve(event.data)
  })
}
