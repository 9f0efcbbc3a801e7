import { ptr } from 'bun:ffi'
import { mkdirSync, readdirSync } from 'node:fs'
import { JailError } from '../errors.ts'
import type { Launch } from '../plan/encode.ts'
import type { HostFolder } from '../plan/plan.ts'
import { contentsOf, Descriptors, sealDescriptors } from './descriptors.ts'
import { cString, cStrings, type Libc, openLibc, signalSet } from './libc.ts'
import { callersOpenFiles, commandPid, hasAmbientCapabilities, isBwrap } from './process.ts'
import { shimElf } from './shim/shim.ts'
import { SIGNALS, SignalDesk } from './signals.ts'
import { parseReport, parseStatus } from './status.ts'

/** How a start ended: with the command's exit code, or before the command ran. */
export type Outcome =
  | { readonly kind: 'ran'; readonly code: number }
  | { readonly kind: 'exec-failed'; readonly errno: number }
  /** bwrap's own words. */
  | { readonly kind: 'setup-failed'; readonly text: string }
  /** Stopped by this signal before the command ran, or bwrap itself was killed by it. */
  | { readonly kind: 'killed'; readonly signal: number }

const RLIMIT_NOFILE = 7
const PR_CAP_AMBIENT = 47
const PR_CAP_AMBIENT_CLEAR_ALL = 4n
const POSIX_SPAWN_SETSIGDEF = 4
const POSIX_SPAWN_SETSIGMASK = 8
const WNOHANG = 1

/** The number of the descriptor that the shim keeps for its report, above all that a start opens. */
const REPORT_FD = 250

/** Starts bwrap and stays until it has ended. `mark` is told each stage for JAIL_TIMING. */
export function launch(line: Launch, mark: (stage: string) => void): Outcome {
  const libc = openLibc()
  mark('libc')
  const desk = new SignalDesk(libc)
  sealDescriptors(libc, () => readdirSync('/proc/self/fd').map(Number))
  const descriptors = new Descriptors(libc)
  try {
    const box = open(line, desk, descriptors)
    mark('descriptors')
    restoreCallersState(libc)
    const pid = spawn(libc, line, box)
    desk.settle()
    mark('spawn')
    const ended = supervise(libc, desk, pid, box.status)
    mark('command')
    return judge(ended, box)
  } finally {
    descriptors.close()
  }
}

/** Makes the folders that keep state, which the plan names. Throws with the path when one cannot be made. */
export function makeFolders(folders: readonly HostFolder[]): void {
  for (const { path, why } of folders) {
    try {
      mkdirSync(path, { recursive: true, mode: 0o700 })
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      throw new JailError('launch.folder', `The folder ${path} (${why}) cannot be made: ${reason}.`, {
        fix: 'Make the folder above it writable, or free some space.',
      })
    }
  }
}

type Box = { readonly argv: readonly string[]; readonly status: number; readonly report: number }

/** Opens all that travels by descriptor and puts bwrap's real line together. */
function open(line: Launch, desk: SignalDesk, descriptors: Descriptors): Box {
  const status = descriptors.memory('jail-status', new Uint8Array())
  const report = descriptors.memory('jail-report', new Uint8Array())
  const stderr = descriptors.duplicate(2)
  const words = descriptors.numbers(line.words)
  const args = descriptors.memory(
    'jail-args',
    new TextEncoder().encode(`${['--json-status-fd', status, ...words].join('\0')}\0`),
  )
  const arch = process.arch === 'arm64' ? 'arm64' : 'x64'
  const start = descriptors.executable('jail-start', (selfFd) =>
    shimElf({ arch, resetSignals: desk.toReset, reportFd: REPORT_FD, stderrFd: stderr, selfFd }),
  )
  return {
    argv: ['bwrap', '--args', String(args), '--', `/proc/self/fd/${start}`, ...line.argv],
    status,
    report,
  }
}

/** Puts back what Bun changed in this process, since bwrap and the command inherit it. */
function restoreCallersState(libc: Libc): void {
  const files = callersOpenFiles()
  if (files) libc.setrlimit(RLIMIT_NOFILE, ptr(new BigUint64Array([files.soft, files.hard])))
  if (hasAmbientCapabilities()) libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0n, 0n, 0n)
}

function spawn(libc: Libc, line: Launch, box: Box): number {
  const file = cString(line.file)
  const argv = cStrings(box.argv)
  const env = cStrings([...line.env].map(([name, value]) => `${name}=${value}`))
  // Opaque in the C library; 512 bytes are more than glibc's 336 and musl's.
  const attributes = new Uint8Array(512)
  const actions = new Uint8Array(512)
  const mask = signalSet([])
  const defaults = signalSet([SIGNALS.CHLD])
  libc.posix_spawnattr_init(ptr(attributes))
  libc.posix_spawnattr_setflags(ptr(attributes), POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF)
  libc.posix_spawnattr_setsigmask(ptr(attributes), ptr(mask))
  libc.posix_spawnattr_setsigdefault(ptr(attributes), ptr(defaults))
  libc.posix_spawn_file_actions_init(ptr(actions))
  libc.posix_spawn_file_actions_adddup2(ptr(actions), box.report, 2)
  const pid = new Int32Array(1)
  const error = libc.posix_spawn(
    ptr(pid),
    ptr(file),
    ptr(actions),
    ptr(attributes),
    ptr(argv.array),
    ptr(env.array),
  )
  if (error !== 0)
    throw new JailError('launch.spawn', `${line.file} could not be started (errno ${error}).`, {
      fix: 'Check that it is executable and that memory and processes are not used up.',
    })
  return pid[0] ?? -1
}

type Ended = {
  readonly exit: number | undefined
  readonly signal: number | undefined
  readonly stopped: number | undefined
}

/** Passes signals on to the command until bwrap has ended. */
function supervise(libc: Libc, desk: SignalDesk, pid: number, status: number): Ended {
  const state = new Int32Array(1)
  let stopped: number | undefined
  for (;;) {
    const { signal, fromKernel } = desk.wait()
    if (signal === SIGNALS.CHLD || signal < 0) {
      const gone = libc.waitpid(pid, ptr(state), WNOHANG)
      const word = state[0] ?? 0
      if (gone === pid)
        return {
          exit: (word & 0x7f) === 0 ? (word >> 8) & 0xff : undefined,
          signal: word & 0x7f || undefined,
          stopped,
        }
      continue
    }
    // What the terminal sends has reached the command already, which is in the same process group.
    if (fromKernel) continue
    const init = parseStatus(new TextDecoder().decode(contentsOf(status))).childPid
    const command = init === undefined ? undefined : commandPid(init)
    if (command !== undefined) sendSignal(command, signal)
    else {
      stopped = signal
      sendSignal(pid, 'SIGKILL')
    }
  }
}

function judge(ended: Ended, box: Box): Outcome {
  const status = parseStatus(new TextDecoder().decode(contentsOf(box.status)))
  const { text, execErrno } = parseReport(contentsOf(box.report))
  if (execErrno !== undefined) return { kind: 'exec-failed', errno: execErrno }
  if (status.exitCode !== undefined) return { kind: 'ran', code: status.exitCode }
  // A failed set-up can leave the box's first process behind, for ever and in spite of --die-with-parent.
  if (status.childPid !== undefined && isBwrap(status.childPid)) sendSignal(status.childPid, 'SIGKILL')
  if (ended.stopped !== undefined) return { kind: 'killed', signal: ended.stopped }
  if (ended.signal !== undefined) return { kind: 'killed', signal: ended.signal }
  return { kind: 'setup-failed', text }
}

function sendSignal(pid: number, signal: number | 'SIGKILL'): void {
  try {
    process.kill(pid, signal)
  } catch {
    // It has ended in between, which the wait will tell.
  }
}
