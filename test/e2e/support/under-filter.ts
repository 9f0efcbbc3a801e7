import { dlopen, ptr } from 'bun:ffi'

const PR_SET_NO_NEW_PRIVS = 38
const PR_SET_SECCOMP = 22
const SECCOMP_MODE_FILTER = 2
/** sizeof(struct sock_filter). */
const INSTRUCTION_BYTES = 8

const { symbols: libc } = dlopen('libc.so.6', {
  prctl: { args: ['i32', 'u64', 'u64', 'u64', 'u64'], returns: 'i32' },
  execv: { args: ['ptr', 'ptr'], returns: 'i32' },
})

/** Becomes a command under a filter of system calls, which stays over execve(2). Source: seccomp(2), prctl(2). */
export function becomeUnder(program: Uint8Array, command: readonly string[]): never {
  const header = new BigUint64Array([BigInt(program.length / INSTRUCTION_BYTES), BigInt(ptr(program))])
  const words = command.map((word) => Buffer.from(`${word}\0`))
  const [file] = words
  if (file === undefined) throw new Error('There is no command to start.')
  const argv = new BigUint64Array([...words.map((word) => BigInt(ptr(word))), 0n])
  if (libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) !== 0) throw new Error('no_new_privs was refused.')
  if (libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, ptr(header), 0, 0) !== 0)
    throw new Error('The filter was refused.')
  // From this thread, which alone has the filter: it becomes the whole process.
  libc.execv(ptr(file), ptr(argv))
  throw new Error('The command could not be started.')
}
