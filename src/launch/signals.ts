import { ptr } from 'bun:ffi'
import type { Libc } from '../sys/libc.ts'
import { makeRelay, type Relay } from './relay.ts'

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
  TTOU: 22,
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
/** Flags of sigaction(2): the handler gets siginfo_t, the call that was interrupted goes on, a way back is given. */
const SA_SIGINFO = 4
const SA_RESTART = 0x1000_0000
const SA_RESTORER = 0x0400_0000

export type Waited = { readonly signal: number; readonly fromKernel: boolean }

/** Signals of the supervisor: blocked and fetched one at a time, so that waiting costs no wake-up. */
export class SignalDesk {
  readonly #libc: Libc
  readonly #wanted: BigUint64Array
  /** The lower 32 signals that the caller had blocked, a bit each. */
  readonly callersMask: number
  #relay: Relay | undefined

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
   * After the spawn, since the command inherits what is ignored. From now on no signal ends jail, and none is lost: what
   * another thread takes comes to this one. Without a relay it is ignored there.
   */
  settle(): void {
    this.#relay = makeRelay(this.#libc)
    for (const signal of FORWARDED) handle(this.#libc, signal, this.#relay ?? SIG_IGN)
    // Without one the default does nothing, too.
    if (this.#relay) handle(this.#libc, SIGNALS.CHLD, this.#relay)
  }

  /**
   * At the end: what comes now has nobody to go to. A command can leave the terminal to a group of its own, and have it stop
   * all others that write there (TOSTOP, termios(3)): jail still has to say what was left behind.
   */
  close(): void {
    handle(this.#libc, SIGNALS.TTOU, SIG_IGN)
    if (!this.#relay) return
    for (const signal of FORWARDED) handle(this.#libc, signal, SIG_IGN)
    handle(this.#libc, SIGNALS.CHLD, SIG_DFL)
    this.#relay.close()
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
    // The relay says it with the other sign.
    const code = Math.abs(new DataView(info.buffer).getInt32(8, true))
    return { signal, fromKernel: code === SI_KERNEL }
  }
}

/** Sets what a signal does: SIG_DFL, SIG_IGN or the relay (rt_sigaction(2): handler, flags, way back, mask). */
function handle(libc: Libc, signal: number, what: number | Relay): void {
  const fresh = new BigUint64Array(SIGACTION_WORDS)
  if (typeof what === 'number') fresh[0] = BigInt(what)
  else {
    fresh[0] = BigInt(what.handler)
    fresh[1] = BigInt(SA_SIGINFO | SA_RESTART | (what.back === 0 ? 0 : SA_RESTORER))
    fresh[2] = BigInt(what.back)
  }
  libc.call('rt_sigaction', signal, ptr(fresh), 0, SIGSET_BYTES)
}

function signalSet(signals: readonly number[]): BigUint64Array {
  return new BigUint64Array([signals.reduce((set, signal) => set | (1n << BigInt(signal - 1)), 0n)])
}
