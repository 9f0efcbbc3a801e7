import { dlopen, FFIType, ptr, read } from 'bun:ffi'
import { JailError } from '../errors.ts'
import { losslessBytes } from './lossless.ts'
import { SYSCALL_NUMBERS, type Syscall } from './numbers.ts'

/**
 * The way to the kernel. Bun's own `node:fs` takes 3.5 ms to load, a tenth of a whole start, so the start goes through
 * libc's syscall(2) and this table; posix_spawn(3) is needed as it is, since only C can vfork.
 */
const SYMBOLS = {
  syscall: { args: ['i64', 'i64', 'i64', 'i64', 'i64', 'i64'], returns: FFIType.i64_fast },
  __errno_location: { args: [], returns: 'ptr' },
  posix_spawn: { args: ['ptr', 'ptr', 'ptr', 'ptr', 'ptr', 'ptr'], returns: 'int' },
} as const

/** glibc by its own name, musl by its loader's, which is the library itself. */
const NAMES = ['libc.so.6', `libc.musl-${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}.so.1`]

type Symbols = ReturnType<typeof dlopen<typeof SYMBOLS>>['symbols']

const encoder = new TextEncoder()

/** libc, opened once for a start. */
export class Libc {
  readonly symbols: Symbols
  readonly #numbers = SYSCALL_NUMBERS[process.arch === 'arm64' ? 'arm64' : 'x64']
  readonly #errno: ReturnType<Symbols['__errno_location']>

  constructor() {
    this.symbols = openSymbols()
    this.#errno = this.symbols.__errno_location()
  }

  /** One system call: its result, or the negative errno, as the kernel itself answers (syscall(2)). */
  call(name: Syscall, a = 0, b = 0, c = 0, d = 0, e = 0): number {
    return this.raw(this.#numbers[name], a, b, c, d, e)
  }

  /** The same by the number of the call, for those that jail itself does not make. */
  raw(number: number, a = 0, b = 0, c = 0, d = 0, e = 0): number {
    const result = this.symbols.syscall(number, a, b, c, d, e)
    return result === -1 ? -this.errno() : Number(result)
  }

  /** The errno of the call before, which has failed. */
  errno(): number {
    // Without it the failure itself is still one: EPERM is what -1 stands for.
    return this.#errno === null ? 1 : read.i32(this.#errno, 0)
  }
}

function openSymbols(): Symbols {
  for (const name of NAMES) {
    try {
      return dlopen(name, SYMBOLS).symbols
    } catch {
      // The other C library.
    }
  }
  throw new JailError('sys.libc', `None of ${NAMES.join(', ')} can be opened.`, {
    fix: 'Use the build of jail that is made for this system (glibc or musl).',
  })
}

/** A NUL-terminated string in memory. The caller keeps the array alive for as long as the pointer is used. */
export function cString(text: string): Uint8Array {
  return losslessBytes(`${text}\0`)
}

export type CStrings = { readonly array: BigUint64Array; readonly keep: Uint8Array }

/** A NULL-terminated array of strings, as execve(2) takes it. `keep` must outlive the call. */
export function cStrings(texts: readonly string[]): CStrings {
  const keep = encoder.encode(texts.map((text) => `${text}\0`).join(''))
  const array = new BigUint64Array(texts.length + 1)
  const base = keep.length === 0 ? 0 : ptr(keep)
  let at = 0
  for (const index of texts.keys()) {
    array[index] = BigInt(base + at)
    at = keep.indexOf(0, at) + 1
  }
  return { array, keep }
}
