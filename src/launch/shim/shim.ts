import { CODE } from './code.ts'
import { type Arch, elf, patch } from './elf.ts'

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
  /** A socket on which the shim tells what is mounted, and waits for the answer; closed before the command starts. */
  readonly gateFd: number
  /** Where the shim keeps the report file (fd 2 when it starts), closed when the command starts. */
  readonly reportFd: number
  /** The real stderr; it becomes fd 2. */
  readonly stderrFd: number
  /** How many processes and threads the box may have, by RLIMIT_NPROC of its user namespace; undefined leaves it as it is. */
  readonly processes: number | undefined
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
 * - What bwrap mounted is told to jail, the text of /proc/self/mountinfo and a NUL, and nothing starts without an answer:
 *   between the look at a path and its mount another box may have put a link there (see gate.ts).
 * - A limit of processes that the kernel counts by user namespace can only be set inside, for the command: outside it would
 *   count, and refuse, what the person has running. Nothing inside can raise it again (getrlimit(2)).
 * A failed fork or execve is reported as `E` and the errno, a limit that cannot be set as `P`.
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
  patch(code, 0x88888888, parameters.processes ?? 0)
  patch(code, 0x99999999, parameters.gateFd)
  return elf(parameters.arch, code)
}
