import { CODE } from './code.ts'
import { type Arch, elf } from './elf.ts'

export type ShimParameters = {
  readonly arch: Arch
  /** Signals that the command gets back as defaults. */
  readonly resetSignals: readonly number[]
  /** The signals that the command is to have blocked, a bit each from signal 1: what jail's caller had. */
  readonly blocked: number
  /** A pipe whose other end jail alone holds; without it the command must not start any more. -1: none is looked at. */
  readonly aliveFd: number
  /** The reading end of bwrap's status pipe, whose other end the outer bwrap alone holds by now. -1 as above. */
  readonly statusFd: number
  /** Where the shim keeps the report file (fd 2 when it starts), closed when the command starts. */
  readonly reportFd: number
  /** The real stderr; it becomes fd 2. */
  readonly stderrFd: number
  /** The shim's own file, closed before the command starts. */
  readonly selfFd: number
}

/**
 * A static program of a few hundred bytes that bwrap starts inside the box in place of the command, as its first process
 * (`--as-pid-1`). It forks, the child becomes the command by execve(2), and it stays to reap and to answer the command's
 * exit code. It does what bwrap cannot:
 * - The box ends with jail, whatever was killed when. The kernel kills this process when the outer bwrap dies
 *   (PR_SET_PDEATHSIG), and the outer bwrap when jail does (O_ASYNC on the pipe that jail holds, to the owner that
 *   `tie` has named), also when all of them are stopped. Besides, the end of that pipe wakes this process up. All is
 *   armed first and looked at afterwards, so there is no instant in between. bwrap's own `--die-with-parent` is armed
 *   before its child may go on, and a bwrap that is killed then leaves a child that waits without end.
 * - It cannot be reached from inside, in /proc or by ptrace(2) (PR_SET_DUMPABLE), so neither can the report or the pipe.
 * - The outer bwrap must outlive the terminal's signals (its death would take the box along before the command could
 *   react), so they are blocked in it, and that is inherited (execve(2)). What reached this process before there was a
 *   command is sent to the command, which gets it when its mask is set back.
 * - bwrap's own stderr is an unnamed file, so that its errors can be told from the command's; the real one is put back.
 * A failed fork or execve is reported as `E` and the errno.
 */
export function shimElf(parameters: ShimParameters): Uint8Array {
  const code = Uint8Array.fromHex(CODE[parameters.arch])
  const mask = parameters.resetSignals.reduce((bits, signal) => bits | (1 << (signal - 1)), 0)
  patch(code, 0x11111111, mask)
  patch(code, 0x22222222, parameters.reportFd)
  patch(code, 0x33333333, parameters.stderrFd)
  patch(code, 0x44444444, parameters.selfFd)
  patch(code, 0x55555555, parameters.aliveFd)
  patch(code, 0x66666666, parameters.blocked)
  patch(code, 0x77777777, parameters.statusFd)
  return elf(parameters.arch, code)
}

/** Replaces the one place that holds `placeholder`. */
function patch(code: Uint8Array, placeholder: number, value: number): void {
  const view = new DataView(code.buffer)
  for (let at = 0; at + 4 <= code.length; at++) {
    if (view.getUint32(at, true) === placeholder) {
      view.setUint32(at, value >>> 0, true)
      return
    }
  }
  throw new Error(`the shim has no place for ${placeholder.toString(16)}`)
}
