import { ptr } from 'bun:ffi'
import type { Libc } from '../sys/libc.ts'

/** Numbers of Linux on x86_64 and aarch64 (signal(7)). */
export const SIGNALS = {
  HUP: 1,
  INT: 2,
  QUIT: 3,
  USR1: 10,
  USR2: 12,
  PIPE: 13,
  TERM: 15,
  CHLD: 17,
  CONT: 18,
  TSTP: 20,
  XFSZ: 25,
  IO: 29,
} as const

/** What jail passes on. The start shim gives the command its mask back; see there why they are blocked until then. */
const FORWARDED = [SIGNALS.HUP, SIGNALS.INT, SIGNALS.QUIT, SIGNALS.TERM, SIGNALS.USR1, SIGNALS.USR2]

/** Bun ignores these for itself; a command must die of them as usual. */
export const IGNORED_BY_BUN = [SIGNALS.PIPE, SIGNALS.XFSZ]

const SIG_DFL = 0
const SIG_IGN = 1
const SIG_BLOCK = 0
/** The kernel's own signal set is 64 bits, and its struct sigaction has 32 bytes with the handler first. */
const SIGSET_BYTES = 8
const SIGACTION_WORDS = 4
/** si_code of a signal that the kernel sent, such as Ctrl-C of the terminal (sigaction(2)); others are 0 or less. */
const SI_KERNEL = 0x80

export type Waited = { readonly signal: number; readonly fromKernel: boolean }

/** Signals of the supervisor: blocked and fetched one at a time, so that waiting costs no wake-up. */
export class SignalDesk {
  readonly #libc: Libc
  readonly #wanted: BigUint64Array
  /** What the caller had set for a signal: somebody who ignores it (nohup) wants that to count. */
  readonly #before = new Map<number, number>()
  /** The lower 32 signals that the caller had blocked, a bit each. */
  readonly callersMask: number

  constructor(libc: Libc) {
    this.#libc = libc
    this.#wanted = signalSet([...FORWARDED, SIGNALS.CHLD, SIGNALS.IO])
    const before = new BigUint64Array(1)
    libc.call('rt_sigprocmask', SIG_BLOCK, ptr(this.#wanted), ptr(before), SIGSET_BYTES)
    this.callersMask = Number((before[0] ?? 0n) & 0xffff_ffffn)
    // Where the caller ignored it, nobody could wait for children: neither jail nor bwrap.
    handle(libc, SIGNALS.CHLD, SIG_DFL)
  }

  /**
   * After the spawn, since the command inherits what is ignored. A signal that comes while jail does not sleep is
   * taken by one of Bun's threads, which block none: that must not end jail, which would leave a half-made box behind.
   */
  settle(): void {
    for (const signal of FORWARDED) this.#before.set(signal, handle(this.#libc, signal, SIG_IGN))
  }

  /**
   * While a box waits for jail's answer, until it is settled again: a signal that one of Bun's threads takes ends jail
   * and so the box, of which nothing runs yet. It would be lost otherwise, and the command would start all the same.
   */
  unsettle(): void {
    for (const [signal, before] of this.#before) handle(this.#libc, signal, before)
  }

  /** Sleeps until a signal comes, or for `limitMs`: then the signal is a negative errno. */
  wait(limitMs = 0): Waited {
    const info = new Uint8Array(128)
    const limit = new BigInt64Array([
      BigInt(Math.trunc(limitMs / 1000)),
      BigInt((limitMs % 1000) * 1_000_000),
    ])
    const until = limitMs === 0 ? 0 : ptr(limit)
    const signal = this.#libc.call('rt_sigtimedwait', ptr(this.#wanted), ptr(info), until, SIGSET_BYTES)
    return { signal, fromKernel: new DataView(info.buffer).getInt32(8, true) === SI_KERNEL }
  }
}

/** Sets what a signal does, SIG_DFL or SIG_IGN, and answers which of the two it did (rt_sigaction(2)). */
function handle(libc: Libc, signal: number, handler: number): number {
  const fresh = new BigUint64Array(SIGACTION_WORDS)
  const before = new BigUint64Array(SIGACTION_WORDS)
  fresh[0] = BigInt(handler)
  libc.call('rt_sigaction', signal, ptr(fresh), ptr(before), SIGSET_BYTES)
  return before[0] === BigInt(SIG_IGN) ? SIG_IGN : SIG_DFL
}

function signalSet(signals: readonly number[]): BigUint64Array {
  return new BigUint64Array([signals.reduce((set, signal) => set | (1n << BigInt(signal - 1)), 0n)])
}
