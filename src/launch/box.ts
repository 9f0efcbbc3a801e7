import type { Launch } from '../plan/encode.ts'
import { DIES_WITH_JAIL } from '../plan/op.ts'
import type { Files } from '../sys/files.ts'
import type { Descriptors } from './descriptors.ts'
import type { Outcome } from './outcome.ts'
import { scopeElf } from './shim/scope.ts'
import { shimElf } from './shim/shim.ts'
import { IGNORED_BY_BUN } from './signals.ts'

/** The number of the descriptor that the shim keeps for its report, above all that a start opens. */
const REPORT_FD = 250

/** No descriptor: the shim looks at none there. */
const NONE = -1
/** fcntl(2). */
const F_SETOWN = 8
const F_SETSIG = 10
const SIGKILL = 9

/** bwrap's real line, and the descriptors that the supervisor keeps an eye on. */
export type Box = {
  /** What is started: bwrap, or the shim that becomes it. */
  readonly file: string
  readonly argv: readonly string[]
  readonly status: number
  readonly statusEnd: number
  readonly report: number
  /** A pipe of which jail alone holds the other end. */
  readonly alive: number
  readonly ownStderr: number
  /** Where a byte lets a box go on that waits before its command. */
  readonly gate: number | undefined
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

/**
 * Names what the kernel kills when jail's end of the pipe closes, however that comes about: the outer bwrap (fcntl(2),
 * F_SETOWN). It is armed by the shim inside (O_ASYNC), and not before: killed earlier, bwrap leaves a child that waits
 * for it without end.
 */
export function tie({ alive }: Box, pid: number, { libc }: Files): void {
  libc.call('fcntl', alive, F_SETSIG, SIGKILL)
  libc.call('fcntl', alive, F_SETOWN, pid)
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
  const alive = descriptors.lifeline()
  const dies = line.words.includes(DIES_WITH_JAIL)
  // The shim does it instead, as the first process of the box: see there.
  const words = descriptors.numbers(line.words.map((word) => (word === DIES_WITH_JAIL ? '--as-pid-1' : word)))
  const gate = waits ? descriptors.gate() : undefined
  const wait = gate ? ['--block-fd', gate.read] : []
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
      aliveFd: dies ? alive : NONE,
      statusFd: dies ? status : NONE,
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
    alive,
    ownStderr,
    gate: gate?.write,
  }
}
