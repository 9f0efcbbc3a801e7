import { SYSCALLS } from '../seccomp/syscalls.ts'

/**
 * Numbers of the system calls that probes try: those that the filter names, and those that something else must stop.
 * Source: asm/unistd_64.h and asm-generic/unistd.h.
 */
export const CALLS = {
  ...SYSCALLS,
  ptrace: { x86_64: 101, aarch64: 117 },
  process_vm_readv: { x86_64: 310, aarch64: 270 },
  kill: { x86_64: 62, aarch64: 129 },
  mknodat: { x86_64: 259, aarch64: 33 },
  chroot: { x86_64: 161, aarch64: 51 },
  prctl: { x86_64: 157, aarch64: 167 },
  sethostname: { x86_64: 170, aarch64: 161 },
  capset: { x86_64: 126, aarch64: 91 },
  setuid: { x86_64: 105, aarch64: 146 },
  fchmodat: { x86_64: 268, aarch64: 53 },
  pidfd_open: { x86_64: 434, aarch64: 434 },
  exit_group: { x86_64: 231, aarch64: 94 },
  wait4: { x86_64: 61, aarch64: 260 },
  close: { x86_64: 3, aarch64: 57 },
  openat: { x86_64: 257, aarch64: 56 },
  setsid: { x86_64: 112, aarch64: 157 },
  nanosleep: { x86_64: 35, aarch64: 101 },
  flock: { x86_64: 73, aarch64: 32 },
  connect: { x86_64: 42, aarch64: 203 },
  setsockopt: { x86_64: 54, aarch64: 208 },
  read: { x86_64: 0, aarch64: 63 },
  mprotect: { x86_64: 10, aarch64: 226 },
  shmget: { x86_64: 29, aarch64: 194 },
  shmctl: { x86_64: 31, aarch64: 195 },
  shmat: { x86_64: 30, aarch64: 196 },
} as const

export type CallName = keyof typeof CALLS

const ARCH = process.arch === 'arm64' ? 'aarch64' : 'x86_64'
/** What every kernel answers with ENOSYS. Not -1, which ends the table of `inChild`. */
const NO_CALL = 0x3fff_ffff

/** The number of a call here; one that no kernel knows where the processor does not have the call. */
export function numberOf(name: CallName): number {
  return CALLS[name][ARCH] ?? NO_CALL
}
