import { ptr } from 'bun:ffi'
import { JailError } from '../errors.ts'
import type { Launch } from '../plan/encode.ts'
import type { HostPlace } from '../plan/plan.ts'
import { ERRNO, type Files } from '../sys/files.ts'
import { createFile } from '../sys/write.ts'
import { openBox, refused, tie } from './box.ts'
import { Descriptors, sealDescriptors } from './descriptors.ts'
import { LimitedStart } from './limits.ts'
import { releaseOwnPages } from './memory.ts'
import { type Ended, judge, type Outcome, reap } from './outcome.ts'
import { commandPid, endUnfinished, hasEnded, isStopped, takeInOrphans } from './process.ts'
import { restoreCallersState } from './restore.ts'
import { SIGNALS, SignalDesk } from './signals.ts'
import { spawn } from './spawn.ts'
import { StatusPipe } from './status-pipe.ts'

/** How long a command runs before jail gives its memory back, in milliseconds; most short ones have ended by then. */
const SETTLED_MS = 500
/** How often, and for how long, jail looks for a command that is about to start. */
const LOOK_EVERY_MS = 5
const MOST_LOOKS = 100
/** How long jail sleeps at most after that, should a signal have been missed. */
const LONG_MS = 60_000

/** A box that is being made: the pid of its first process when there is one, and whether bwrap has ended. */
export type Waiting = { readonly firstPid: () => number | undefined; readonly isOver: () => boolean }

/** What else there is to do on the way. */
export type OnTheWay = {
  /** Told each stage, for JAIL_TIMING. */
  readonly mark: (stage: string) => void
  /** Done while bwrap makes the box. */
  readonly meanwhile?: (() => void) | undefined
  /** With it the command waits until it returns; when it throws, nothing of the command ran. */
  readonly hold?: ((box: Waiting) => void) | undefined
}

/** Starts bwrap and stays until it has ended. */
export function launch(line: Launch, files: Files, { mark, meanwhile, hold }: OnTheWay): Outcome {
  const desk = new SignalDesk(files.libc)
  sealDescriptors(files)
  const descriptors = new Descriptors(files)
  const limited = new LimitedStart(line.limits, files)
  try {
    const own = { blocked: desk.callersMask, stderr: descriptors.duplicate(2), waits: hold !== undefined }
    const box = openBox(line, own, descriptors)
    mark('descriptors')
    restoreCallersState(files)
    takeInOrphans(files, true)
    const { file, argv, report: stderr, ownStderr } = box
    const pid = limited.around(() => spawn(files.libc, { file, argv, env: line.env, stderr, ownStderr }))
    if (pid < 0) return refused(line, box, -pid)
    tie(box, pid, files)
    // From now on only bwrap can write there, so that its end can be seen.
    descriptors.drop(box.statusEnd)
    desk.settle()
    mark('spawn')
    meanwhile?.()
    const status = new StatusPipe(files, box.status)
    if (hold) holdAtGate(hold, { files, pid, status, gate: box.gate ?? -1 })
    const ended = supervise(files, desk, pid, status)
    mark('command')
    return judge(files, ended, { file: line.file, report: box.report, status: status.read() })
  } finally {
    desk.close()
    limited.remove()
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

type Held = {
  readonly files: Files
  readonly pid: number
  readonly status: StatusPipe
  readonly gate: number
}

function holdAtGate(hold: (box: Waiting) => void, { files, pid, status, gate }: Held): void {
  try {
    hold({ firstPid: () => status.read().childPid, isOver: () => hasEnded(files, pid) })
  } catch (error) {
    endUnfinished(files, pid)
    throw error
  }
  // Of any value: bwrap only waits for it.
  const byte = new Uint8Array(1)
  files.libc.call('write', gate, ptr(byte), 1)
}

/** Passes signals on to the command until bwrap has ended. */
function supervise(files: Files, desk: SignalDesk, pid: number, status: StatusPipe): Ended {
  let stopped: number | undefined
  for (let limit = SETTLED_MS; ; ) {
    // Asked before each sleep and not by SIGCHLD alone: a thread of Bun may have taken that.
    const ended = reap(files, pid)
    if (ended === 'stopped') stopWithCommand(files, pid, status)
    else if (ended) return { ...ended, stopped }
    const { signal, fromKernel } = desk.wait(limit)
    if (signal === -ERRNO.EAGAIN && limit === SETTLED_MS) {
      // The command is there to stay: from now on jail sleeps, and holds only what that takes.
      releaseOwnPages(files)
      const { childPid } = status.read()
      // Now the box ends with bwrap by itself, and what else may lose its parent is not jail's.
      if (childPid !== undefined && commandPid(files, childPid) !== undefined) takeInOrphans(files, false)
      limit = LONG_MS
    } else if (isForTheCommand(signal, fromKernel) && !forward(files, signal, status)) {
      stopped = signal
      endUnfinished(files, pid)
    } else if (signal > 0) limit = SETTLED_MS
  }
}

/**
 * The command has stopped itself and all that it reaches of its group, as an editor does on Ctrl-Z. The scopes keep that
 * from jail, so jail passes it on: to the rest of the group, which a shell with job control waits for, and to itself. It
 * can be undone by the one who looks at the shell; a group that nobody could wake up is not stopped (setpgid(2)).
 */
function stopWithCommand(files: Files, pid: number, status: StatusPipe): void {
  files.libc.call('kill', 0, SIGNALS.TSTP)
  // Here jail sleeps until it is told to go on. A shell tells the whole group, somebody else may have told jail alone.
  if (!isStopped(files, pid)) return
  files.libc.call('kill', pid, SIGNALS.CONT)
  forward(files, SIGNALS.CONT, status)
}

/**
 * What the terminal sends has reached the command already, which is in the same process group. But for the end of the
 * terminal: that is told to the leader of the session alone (tty_io.c), which may be jail.
 */
function isForTheCommand(signal: number, fromKernel: boolean): boolean {
  return signal > 0 && signal !== SIGNALS.CHLD && (!fromKernel || signal === SIGNALS.HUP)
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
