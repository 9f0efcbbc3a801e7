import { ptr } from 'bun:ffi'
import { ERRNO } from '../sys/files.ts'
import { cString, cStrings, type Libc } from '../sys/libc.ts'
import { tooManyProcesses } from '../sys/limits.ts'

export type Spawned = {
  readonly file: string
  readonly argv: readonly string[]
  readonly env: ReadonlyMap<string, string>
  /** What becomes its stderr, and where jail's own is kept meanwhile. */
  readonly stderr: number
  readonly ownStderr: number
}

/**
 * Starts a program with the signal mask of jail: its pid, or the negative errno. posix_spawn(3) and not Bun.spawn, which would reap children and
 * wake up; the C library makes it by vfork, so it costs no copy of this process.
 */
export function spawn(libc: Libc, { file, argv, env, stderr, ownStderr }: Spawned): number {
  const path = cString(file)
  const words = cStrings(argv)
  const variables = cStrings([...env].map(([name, value]) => `${name}=${value}`))
  const pid = new Int32Array(1)
  const { symbols } = libc
  libc.call('dup3', stderr, 2)
  const error = symbols.posix_spawn(ptr(pid), ptr(path), null, null, ptr(words.array), ptr(variables.array))
  libc.call('dup3', ownStderr, 2)
  if (error === ERRNO.EAGAIN) throw tooManyProcesses()
  return error === 0 ? (pid[0] ?? -1) : -error
}
