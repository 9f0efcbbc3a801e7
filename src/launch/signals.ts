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
  XFSZ: 25,
} as const

/**
 * What the outer bwrap must survive: it has no handlers, and its death would take the box along before the command
 * could react. The start shim gives the command the defaults back.
 */
const OUTLIVED = [SIGNALS.HUP, SIGNALS.INT, SIGNALS.QUIT, SIGNALS.TERM, SIGNALS.USR1, SIGNALS.USR2]

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
  /** Signals that the command must get back as defaults; what the caller ignored (nohup) stays ignored. */
  readonly toReset: readonly number[]

  constructor(libc: Libc) {
    this.#libc = libc
    this.#wanted = signalSet([...OUTLIVED, SIGNALS.CHLD])
    libc.call('rt_sigprocmask', SIG_BLOCK, ptr(this.#wanted), 0, SIGSET_BYTES)
    // Where the caller ignored it, nobody could wait for children: neither jail nor bwrap.
    handle(libc, SIGNALS.CHLD, SIG_DFL)
    const ignoredBefore = OUTLIVED.filter((signal) => handle(libc, signal, SIG_IGN) === SIG_IGN)
    // Bun itself ignores SIGPIPE and SIGXFSZ; a command must die of them as usual.
    this.toReset = [
      ...OUTLIVED.filter((signal) => !ignoredBefore.includes(signal)),
      SIGNALS.PIPE,
      SIGNALS.XFSZ,
    ]
  }

  /** After the spawn: a thread that does not block them would end jail, and the box with it, instead of losing them. */
  settle(): void {
    for (const signal of [SIGNALS.HUP, SIGNALS.TERM])
      if (this.toReset.includes(signal)) handle(this.#libc, signal, SIG_DFL)
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

/** Sets what a signal does, SIG_DFL or SIG_IGN: the handler before (rt_sigaction(2)). */
function handle(libc: Libc, signal: number, handler: number): number {
  const fresh = new BigUint64Array(SIGACTION_WORDS)
  const old = new BigUint64Array(SIGACTION_WORDS)
  fresh[0] = BigInt(handler)
  libc.call('rt_sigaction', signal, ptr(fresh), ptr(old), SIGSET_BYTES)
  return Number(old[0])
}

function signalSet(signals: readonly number[]): BigUint64Array {
  return new BigUint64Array([signals.reduce((set, signal) => set | (1n << BigInt(signal - 1)), 0n)])
}
