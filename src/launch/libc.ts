import { dlopen, ptr } from 'bun:ffi'
import { JailError } from '../errors.ts'

/** The few functions of libc that the start needs and Bun does not offer. Each is described in its man page. */
const SYMBOLS = {
  memfd_create: { args: ['ptr', 'u32'], returns: 'int' },
  open: { args: ['ptr', 'int'], returns: 'int' },
  dup: { args: ['int'], returns: 'int' },
  dup2: { args: ['int', 'int'], returns: 'int' },
  fcntl: { args: ['int', 'int', 'int'], returns: 'int' },
  syscall: { args: ['i64', 'u64', 'u64', 'u64'], returns: 'i64' },
  prctl: { args: ['int', 'u64', 'u64', 'u64', 'u64'], returns: 'int' },
  setrlimit: { args: ['int', 'ptr'], returns: 'int' },
  signal: { args: ['int', 'u64'], returns: 'u64' },
  pthread_sigmask: { args: ['int', 'ptr', 'ptr'], returns: 'int' },
  sigwaitinfo: { args: ['ptr', 'ptr'], returns: 'int' },
  waitpid: { args: ['int', 'ptr', 'int'], returns: 'int' },
  posix_spawn: { args: ['ptr', 'ptr', 'ptr', 'ptr', 'ptr', 'ptr'], returns: 'int' },
  posix_spawnattr_init: { args: ['ptr'], returns: 'int' },
  posix_spawnattr_setflags: { args: ['ptr', 'i16'], returns: 'int' },
  posix_spawnattr_setsigmask: { args: ['ptr', 'ptr'], returns: 'int' },
  posix_spawnattr_setsigdefault: { args: ['ptr', 'ptr'], returns: 'int' },
  posix_spawn_file_actions_init: { args: ['ptr'], returns: 'int' },
  posix_spawn_file_actions_adddup2: { args: ['ptr', 'int', 'int'], returns: 'int' },
} as const

export type Libc = ReturnType<typeof openLibc>

/** glibc by its own name, musl by its loader's, which is the library itself. */
const NAMES = ['libc.so.6', `libc.musl-${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}.so.1`]

/** Opens libc. Takes about 0.7 ms, so it happens once, and only when something is started. */
export function openLibc() {
  for (const name of NAMES) {
    try {
      return dlopen(name, SYMBOLS).symbols
    } catch {
      // The other C library.
    }
  }
  throw new JailError('launch.libc', `None of ${NAMES.join(', ')} can be opened.`, {
    fix: 'Use the build of jail that is made for this system (glibc or musl).',
  })
}

const encoder = new TextEncoder()

/** A NUL-terminated string in memory. The caller keeps the array alive for as long as the pointer is used. */
export function cString(text: string): Uint8Array {
  return encoder.encode(`${text}\0`)
}

/** A NULL-terminated array of strings, as execve(2) takes it. `keep` must outlive the call. */
export function cStrings(texts: readonly string[]): {
  readonly array: BigUint64Array
  readonly keep: readonly Uint8Array[]
} {
  const keep = texts.map(cString)
  const array = new BigUint64Array(texts.length + 1)
  for (const [index, bytes] of keep.entries()) array[index] = BigInt(ptr(bytes))
  return { array, keep }
}

/** A sigset_t of 128 bytes, the size in glibc and musl. */
export function signalSet(signals: readonly number[]): Uint8Array {
  const set = new Uint8Array(128)
  for (const signal of signals) {
    const bit = signal - 1
    set[bit >> 3] = (set[bit >> 3] ?? 0) | (1 << (bit & 7))
  }
  return set
}
