import { ptr } from 'bun:ffi'
import { JailError } from '../errors.ts'
import { cString, cStrings, type Libc } from '../sys/libc.ts'

const POSIX_SPAWN_SETSIGMASK = 8
/** Opaque in the C library: 512 bytes are more than glibc's 336 and musl's. */
const ATTRIBUTES_BYTES = 512
/** sigset_t of both C libraries. */
const SIGSET_BYTES = 128

export type Spawned = {
  readonly file: string
  readonly argv: readonly string[]
  readonly env: ReadonlyMap<string, string>
  /** What becomes its stderr, and where jail's own is kept meanwhile. */
  readonly stderr: number
  readonly ownStderr: number
}

/**
 * Starts a program with no signal blocked: its pid. posix_spawn(3) and not Bun.spawn, which would reap children and
 * wake up; the C library makes it by vfork, so it costs no copy of this process.
 */
export function spawn(libc: Libc, { file, argv, env, stderr, ownStderr }: Spawned): number {
  const path = cString(file)
  const words = cStrings(argv)
  const variables = cStrings([...env].map(([name, value]) => `${name}=${value}`))
  const attributes = new Uint8Array(ATTRIBUTES_BYTES)
  const none = new Uint8Array(SIGSET_BYTES)
  const pid = new Int32Array(1)
  const { symbols } = libc
  symbols.posix_spawnattr_init(ptr(attributes))
  symbols.posix_spawnattr_setflags(ptr(attributes), POSIX_SPAWN_SETSIGMASK)
  symbols.posix_spawnattr_setsigmask(ptr(attributes), ptr(none))
  libc.call('dup3', stderr, 2)
  const error = symbols.posix_spawn(
    ptr(pid),
    ptr(path),
    null,
    ptr(attributes),
    ptr(words.array),
    ptr(variables.array),
  )
  libc.call('dup3', ownStderr, 2)
  if (error !== 0)
    throw new JailError('launch.spawn', `${file} could not be started (errno ${error}).`, {
      fix: 'Check that it is executable and that memory and processes are not used up.',
    })
  return pid[0] ?? -1
}
