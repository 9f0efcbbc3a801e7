import { SCOPE_CODE } from './code.ts'
import { type Arch, elf } from './elf.ts'

/**
 * A static program of a few hundred bytes that jail starts in place of bwrap, with bwrap's words, and that becomes bwrap
 * by execve(2). Before that it closes two ways out that namespaces leave open (landlock(7), scoped domains, Linux 6.12):
 * from then on neither bwrap nor what it starts can signal a process that was not started by it, jail included, or
 * connect to an abstract unix socket of one. It is a program of its own since a thread of jail could never lift that
 * again, and since posix_spawn(3) runs nothing of ours in the child. What it cannot do it reports as `L` (the scopes) or
 * `B` (bwrap) and the errno, and nothing starts.
 */
export function scopeElf(arch: Arch, bwrap: string): Uint8Array {
  const path = new TextEncoder().encode(`${bwrap}\0`)
  const code = Uint8Array.fromHex(SCOPE_CODE[arch])
  const program = new Uint8Array(code.length + path.length)
  program.set(code)
  program.set(path, code.length)
  return elf(arch, program)
}
