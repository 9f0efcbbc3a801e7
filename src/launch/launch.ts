import { ptr } from 'bun:ffi'
import { JailError } from '../errors.ts'
import type { Launch } from '../plan/encode.ts'
import type { HostPlace } from '../plan/plan.ts'
import { clearAmbientCapabilities } from '../sys/capabilities.ts'
import { ERRNO, type Files } from '../sys/files.ts'
import { createFile } from '../sys/write.ts'
import { Descriptors, sealDescriptors } from './descriptors.ts'
import { releaseOwnPages } from './memory.ts'
import { callersOpenFiles, commandPid, endUnfinished, isBwrap } from './process.ts'
import { shimElf } from './shim/shim.ts'
import { IGNORED_BY_BUN, SIGNALS, SignalDesk } from './signals.ts'
import { spawn } from './spawn.ts'
import { parseReport, type Status } from './status.ts'
import { StatusPipe } from './status-pipe.ts'

/** How a start ended: with the command's exit code, or before the command ran. */
export type Outcome =
  | { readonly kind: 'ran'; readonly code: number }
  | { readonly kind: 'exec-failed'; readonly errno: number }
  /** bwrap's own words. */
  | { readonly kind: 'setup-failed'; readonly text: string }
  /** Stopped by this signal before the command ran, or bwrap itself was killed by it. */
  | { readonly kind: 'killed'; readonly signal: number }

const RLIMIT_NOFILE = 7
const WNOHANG = 1
/** How long a command runs before jail gives its memory back, in milliseconds; most short ones have ended by then. */
const SETTLED_MS = 500
/** How often, and for how long, jail looks for a command that is about to start. */
const LOOK_EVERY_MS = 5
const MOST_LOOKS = 100
/** How long jail sleeps at most after that, should a signal have been missed. */
const LONG_MS = 60_000
const SIGKILL = 9
/** More than bwrap's status lines, or its last words, ever have. */
const REPORT_BYTES = 65_536

/** The number of the descriptor that the shim keeps for its report, above all that a start opens. */
const REPORT_FD = 250

/** Starts bwrap and stays until it has ended. `mark` is told each stage for JAIL_TIMING. */
export function launch(line: Launch, files: Files, mark: (stage: string) => void): Outcome {
  const desk = new SignalDesk(files.libc)
  sealDescriptors(files)
  const descriptors = new Descriptors(files)
  try {
    const box = open(line, desk, descriptors)
    mark('descriptors')
    restoreCallersState(files)
    const { argv, report: stderr, ownStderr } = box
    const pid = spawn(files.libc, { file: line.file, argv, env: line.env, stderr, ownStderr })
    // From now on only bwrap can write there, so that its end can be seen.
    descriptors.drop(box.statusEnd)
    desk.settle()
    mark('spawn')
    const status = new StatusPipe(files, box.status)
    const ended = supervise(files, desk, pid, status)
    mark('command')
    return judge(files, ended, { file: line.file, report: box.report, status: status.read() })
  } finally {
    descriptors.close()
  }
}

/**
 * Makes the folders and files that the plan names, folders first, but what is lent. What is there stays as it is.
 * Throws `launch.place` with the path when one cannot be made.
 */
export function makePlaces(places: readonly HostPlace[], files: Files): void {
  for (const { path, why, content, lent } of places) {
    if (lent) continue
    const answer = content === undefined ? files.makeFolder(path) : createFile(files, path, content)
    if (answer < 0 && answer !== -ERRNO.EEXIST)
      throw new JailError('launch.place', `${path} (${why}) cannot be made (errno ${-answer}).`, {
        fix: 'Make the folder above it writable, or free some space.',
      })
  }
}

type Box = {
  readonly argv: readonly string[]
  readonly status: number
  readonly statusEnd: number
  readonly report: number
  readonly ownStderr: number
}

/** Opens all that travels by descriptor and puts bwrap's real line together. */
function open(line: Launch, desk: SignalDesk, descriptors: Descriptors): Box {
  const { read: status, write: statusEnd } = descriptors.sharedPipe()
  // The command must not have it: what is written there decides what jail says.
  const report = descriptors.privateMemory('jail-report')
  const ownStderr = descriptors.duplicate(2)
  const alive = descriptors.lifeline()
  const words = descriptors.numbers(line.words)
  const args = descriptors.memory(
    'jail-args',
    new TextEncoder().encode(`${['--json-status-fd', statusEnd, ...words].join('\0')}\0`),
  )
  const arch = process.arch === 'arm64' ? 'arm64' : 'x64'
  const start = descriptors.executable('jail-start', (selfFd) =>
    shimElf({
      arch,
      resetSignals: IGNORED_BY_BUN,
      blocked: desk.callersMask,
      aliveFd: alive,
      statusFd: status,
      reportFd: REPORT_FD,
      stderrFd: ownStderr,
      selfFd,
    }),
  )
  return {
    argv: ['bwrap', '--args', String(args), '--', `/proc/self/fd/${start}`, ...line.argv],
    status,
    statusEnd,
    report,
    ownStderr,
  }
}

/** Puts back what Bun changed in this process, since bwrap and the command inherit it. */
function restoreCallersState(files: Files): void {
  const limit = callersOpenFiles(files)
  if (limit) files.libc.call('setrlimit', RLIMIT_NOFILE, ptr(new BigUint64Array([limit.soft, limit.hard])))
  clearAmbientCapabilities(files.libc)
}

type Ended = {
  readonly exit: number | undefined
  readonly signal: number | undefined
  readonly stopped: number | undefined
}

/** Passes signals on to the command until bwrap has ended. */
function supervise(files: Files, desk: SignalDesk, pid: number, status: StatusPipe): Ended {
  let stopped: number | undefined
  for (let limit = SETTLED_MS; ; ) {
    // Asked before each sleep and not by SIGCHLD alone: a thread of Bun may have taken that.
    const ended = reap(files, pid)
    if (ended) return { ...ended, stopped }
    const { signal, fromKernel } = desk.wait(limit)
    if (signal === -ERRNO.EAGAIN && limit === SETTLED_MS) {
      // The command is there to stay: from now on jail sleeps, and holds only what that takes.
      releaseOwnPages(files)
      limit = LONG_MS
    } else if (isForTheCommand(signal, fromKernel) && !forward(files, signal, status)) {
      stopped = signal
      endUnfinished(files, pid)
    } else if (signal > 0) limit = SETTLED_MS
  }
}

/**
 * What the terminal sends has reached the command already, which is in the same process group. But for the end of the
 * terminal: that is told to the leader of the session alone (tty_io.c), which may be jail.
 */
function isForTheCommand(signal: number, fromKernel: boolean): boolean {
  return signal > 0 && signal !== SIGNALS.CHLD && (!fromKernel || signal === SIGNALS.HUP)
}

/** How a child has ended; undefined while it lives (wait(2)). */
function reap(files: Files, pid: number): Omit<Ended, 'stopped'> | undefined {
  const state = new Int32Array(1)
  if (files.libc.call('wait4', pid, ptr(state), WNOHANG) !== pid) return undefined
  const word = state[0] ?? 0
  const died = word & 0x7f
  return died === 0 ? { exit: (word >> 8) & 0xff, signal: undefined } : { exit: undefined, signal: died }
}

/**
 * Sends a signal to the command inside; false when there is none and will be none soon. While the box is made the
 * signal waits for the command, and after its end it has nobody to go to.
 */
function forward(files: Files, signal: number, status: StatusPipe): boolean {
  for (let look = 0; look < MOST_LOOKS; look++) {
    const { childPid, exitCode } = status.read()
    const command = childPid === undefined ? undefined : commandPid(files, childPid)
    if (command !== undefined) files.libc.call('kill', command, signal)
    if (command !== undefined || exitCode !== undefined) return true
    if (childPid === undefined) return false
    Bun.sleepSync(LOOK_EVERY_MS)
  }
  return false
}

function judge(
  files: Files,
  ended: Ended,
  box: { readonly file: string; readonly report: number; readonly status: Status },
): Outcome {
  const { status } = box
  const { text, execErrno } = parseReport(files.readAt(box.report, 0, REPORT_BYTES))
  if (execErrno !== undefined) return { kind: 'exec-failed', errno: execErrno }
  if (status.exitCode !== undefined) return { kind: 'ran', code: status.exitCode }
  // A failed set-up can leave the box's first process behind, for ever and in spite of --die-with-parent.
  if (status.childPid !== undefined && isBwrap(files, status.childPid, box.file))
    files.libc.call('kill', status.childPid, SIGKILL)
  if (ended.stopped !== undefined) return { kind: 'killed', signal: ended.stopped }
  if (ended.signal !== undefined) return { kind: 'killed', signal: ended.signal }
  return { kind: 'setup-failed', text }
}
