import { GATE_CODE } from './code.ts'
import { type Arch, elf, patch } from './elf.ts'

export type GateParameters = {
  readonly arch: Arch
  /** The end of a pipe that sleeps on a read; its other end jail alone holds. */
  readonly gateFd: number
  /** The path of bwrap, or of the scope shim, and the descriptor of such a file that must not stay open in it. */
  readonly next: string
  readonly nextFd: number | undefined
}

/**
 * A static program of a few hundred bytes that jail starts in place of bwrap when the box has limits, with bwrap's words,
 * and that becomes bwrap by execve(2) once jail lets it. Meanwhile jail puts it into the control groups, or asks systemd
 * to, so that jail itself is never in them and nothing of the box is ever outside. When jail dies first, nothing starts.
 */
export function gateElf({ arch, gateFd, next, nextFd = -1 }: GateParameters): Uint8Array {
  const code = Uint8Array.fromHex(GATE_CODE[arch])
  patch(code, 0x11111111, gateFd)
  patch(code, 0x22222222, nextFd)
  const path = new TextEncoder().encode(`${next}\0`)
  const program = new Uint8Array(code.length + path.length)
  program.set(code)
  program.set(path, code.length)
  return elf(arch, program)
}
