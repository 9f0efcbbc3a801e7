import type { Launch } from '../plan/encode.ts'
import { DIES_WITH_JAIL } from '../plan/op.ts'
import type { Files } from '../sys/files.ts'
import type { Descriptors } from './descriptors.ts'
import type { Outcome } from './outcome.ts'
import type { Arch } from './shim/elf.ts'
import { gateElf } from './shim/gate.ts'
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
  /** Where the start shim tells what is mounted and waits for the answer. */
  readonly gate: number
  /** Where a byte lets a box go on that waits before its command. */
  readonly holdEnd: number | undefined
  /** Where a byte lets what was started become bwrap, when it has to be put into its limits before. */
  readonly entry: number | undefined
}

/**
 * What the command gets back of its caller: the signals that were blocked, and its stderr. `waits`: the box is made and
 * then waits before its command.
 */
export type CallersOwn = {
  readonly blocked: number
  readonly stderr: number
  readonly waits?: boolean
  /** How many processes the box may have by the kernel's own limit. */
  readonly processes: number | undefined
}

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
  { blocked, stderr: ownStderr, waits = false, processes }: CallersOwn,
  descriptors: Descriptors,
): Box {
  const { read: status, write: statusEnd } = descriptors.sharedPipe()
  // The command must not have it: what is written there decides what jail says.
  const report = descriptors.privateMemory('jail-report')
  const alive = descriptors.lifeline()
  const { ours: gate, shims: gateEnd } = descriptors.conversation()
  const dies = line.words.includes(DIES_WITH_JAIL)
  // The shim does it instead, as the first process of the box: see there.
  const words = descriptors.numbers(line.words.map((word) => (word === DIES_WITH_JAIL ? '--as-pid-1' : word)))
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
      gateFd: gateEnd,
      aliveFd: dies ? alive : NONE,
      statusFd: dies ? status : NONE,
      reportFd: REPORT_FD,
      processes,
      stderrFd: ownStderr,
      selfFd,
    }),
  )
  const { file, entry } = programOf(line, arch, descriptors)
  return {
    file,
    entry,
    argv: ['bwrap', '--args', String(args), '--', `/proc/self/fd/${start}`, ...line.argv],
    status,
    statusEnd,
    report,
    alive,
    ownStderr,
    gate,
    holdEnd: hold?.write,
  }
}

/** What is started: bwrap, the scope shim that becomes bwrap, or the gate before either of them. */
function programOf(line: Launch, arch: Arch, descriptors: Descriptors): Pick<Box, 'file' | 'entry'> {
  const { groups, scope } = line.limits
  const isGated = groups.length > 0 || scope !== undefined
  const scopeFd = line.scoped
    ? descriptors.startOnly('jail-scope', scopeElf(arch, line.file), !isGated)
    : undefined
  const next = scopeFd === undefined ? line.file : `/proc/self/fd/${scopeFd}`
  if (!isGated) return { file: next, entry: undefined }
  const { read, write } = descriptors.gate()
  const gate = gateElf({ arch, gateFd: read, next, nextFd: scopeFd })
  return { file: `/proc/self/fd/${descriptors.startOnly('jail-gate', gate)}`, entry: write }
}
