import type { Launch } from '../plan/encode.ts'
import type { Descriptors } from './descriptors.ts'
import type { Outcome } from './outcome.ts'
import { scopeElf } from './shim/scope.ts'
import { shimElf } from './shim/shim.ts'
import { IGNORED_BY_BUN } from './signals.ts'

/** The number of the descriptor that the shim keeps for its report, above all that a start opens. */
const REPORT_FD = 250

/** bwrap's real line, and the descriptors that the supervisor keeps an eye on. */
export type Box = {
  /** What is started: bwrap, or the shim that becomes it. */
  readonly file: string
  readonly argv: readonly string[]
  readonly status: number
  readonly statusEnd: number
  readonly report: number
  readonly ownStderr: number
  /** Where the start shim tells what is mounted and waits for the answer. */
  readonly gate: number
  /** Where a byte lets a box go on that waits before its command. */
  readonly holdEnd: number | undefined
}

/**
 * What the command gets back of its caller: the signals that were blocked, and its stderr. `waits`: the box is made and
 * then waits before its command.
 */
export type CallersOwn = { readonly blocked: number; readonly stderr: number; readonly waits?: boolean }

/** The outcome of a start that the kernel refused at once. */
export function refused(line: Launch, { file }: Box, errno: number): Outcome {
  return { kind: 'not-started', what: file === line.file ? 'bwrap' : 'shim', errno }
}

/** Opens all that travels by descriptor and puts bwrap's real line together. */
export function openBox(
  line: Launch,
  { blocked, stderr: ownStderr, waits = false }: CallersOwn,
  descriptors: Descriptors,
): Box {
  const { read: status, write: statusEnd } = descriptors.sharedPipe()
  // The command must not have it: what is written there decides what jail says.
  const report = descriptors.privateMemory('jail-report')
  const { ours: gate, shims: alive } = descriptors.conversation()
  const words = descriptors.numbers(line.words)
  const hold = waits ? descriptors.gate() : undefined
  const wait = hold ? ['--block-fd', hold.read] : []
  const args = descriptors.memory(
    'jail-args',
    new TextEncoder().encode(`${['--json-status-fd', statusEnd, ...wait, ...words].join('\0')}\0`),
  )
  const arch = process.arch === 'arm64' ? 'arm64' : 'x64'
  const start = descriptors.executable('jail-start', (selfFd) =>
    shimElf({
      arch,
      resetSignals: IGNORED_BY_BUN,
      blocked,
      aliveFd: alive,
      statusFd: status,
      reportFd: REPORT_FD,
      stderrFd: ownStderr,
      selfFd,
    }),
  )
  return {
    file: line.scoped ? descriptors.startOnly('jail-scope', scopeElf(arch, line.file)) : line.file,
    argv: ['bwrap', '--args', String(args), '--', `/proc/self/fd/${start}`, ...line.argv],
    status,
    statusEnd,
    report,
    ownStderr,
    gate,
    holdEnd: hold?.write,
  }
}
