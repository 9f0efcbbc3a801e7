import { ptr } from 'bun:ffi'
import { JailError } from '../errors.ts'
import type { Replaced } from '../plan/detachable.ts'
import type { Launch } from '../plan/encode.ts'
import type { HostPlace } from '../plan/plan.ts'
import { parentOf } from '../policy/paths.ts'
import { ERRNO, type Files } from '../sys/files.ts'
import { holdFolder, inside } from '../sys/held-folder.ts'
import { createFile } from '../sys/write.ts'
import { openBox, refused, tie } from './box.ts'
import { Descriptors, sealDescriptors } from './descriptors.ts'
import { withDevicesClosed } from './devices.ts'
import { Gate } from './gate.ts'
import { processesOf, startLimited } from './limited.ts'
import type { LimitedStart } from './limits.ts'
import { releaseOwnPages } from './memory.ts'
import { movedPlace } from './moved.ts'
import { type Ended, judge, type Outcome, reap } from './outcome.ts'
import { commandPid, endUnfinished, hasEnded, isStopped, takeInOrphans } from './process.ts'
import { Remounts } from './remounts.ts'
import { restoreCallersState } from './restore.ts'
import { SIGNALS, SignalDesk } from './signals.ts'
import { spawn } from './spawn.ts'
import { StatusPipe } from './status-pipe.ts'

/** How long a command runs before jail gives its memory back, in milliseconds; most short ones have ended by then. */
const SETTLED_MS = 500
/** How long jail sleeps at most while the box is made, should the signal that it tells something be missed. */
const GATE_MS = 20
/** How often, and for how long, jail looks for a command that is about to start. */
const LOOK_EVERY_MS = 5
const MOST_LOOKS = 100
/** How long jail sleeps at most after that, should a signal have been missed. */
const LONG_MS = 60_000
/** The same where the kernel does not tell what is replaced on the host. */
const BLIND_MS = 1000

/** A box that is being made: the pid of its first process when there is one, and whether bwrap has ended. */
export type Waiting = { readonly firstPid: () => number | undefined; readonly isOver: () => boolean }

/** What else there is to do on the way. */
export type OnTheWay = {
  /** What sets the limits of the line from outside (`limitedStart`). */
  readonly limited: LimitedStart | undefined
  /** Told each stage, for JAIL_TIMING. */
  readonly mark: (stage: string) => void
  /** Done while bwrap makes the box, and before the command starts. When it throws, nothing of the command ran. */
  readonly meanwhile?: (() => Promise<void>) | undefined
  /** With it the command waits until it returns; when it throws, nothing of the command ran. */
  readonly hold?: ((box: Waiting) => void) | undefined
  /** Told what was replaced on the host while the command ran, when anything was. */
  readonly replaced?: ((places: readonly Replaced[]) => void) | undefined
}

/** Starts bwrap and stays until it has ended. */
export async function launch(
  line: Launch,
  files: Files,
  { limited, mark, meanwhile, hold, replaced }: OnTheWay,
): Promise<Outcome> {
  const desk = new SignalDesk(files.libc)
  sealDescriptors(files)
  const descriptors = new Descriptors(files)
  try {
    const stderr = descriptors.duplicate(2)
    const processes = processesOf(line, files)
    const own = { blocked: desk.callersMask, stderr, waits: hold !== undefined, processes }
    const box = openBox(line, own, descriptors)
    const gate = new Gate(files, descriptors, { gate: box.gate, line })
    mark('descriptors')
    restoreCallersState(files)
    takeInOrphans(files, true)
    const { file, argv, report, ownStderr } = box
    const pid = startLimited(limited, box.entry, () =>
      withDevicesClosed(files, () =>
        spawn(files.libc, { file, argv, env: line.env, stderr: report, ownStderr }),
      ),
    )
    if (pid < 0) return refused(line, box, -pid)
    tie(box, pid, files)
    // From now on only bwrap can write there, so that its end can be seen.
    descriptors.drop(box.statusEnd)
    desk.settle()
    mark('spawn')
    const status = new StatusPipe(files, box.status)
    try {
      await meanwhile?.()
      if (hold) holdAtGate(hold, { files, pid, status, holdEnd: box.holdEnd ?? -1 })
    } catch (error) {
      endUnfinished(files, pid)
      throw error
    }
    gate.prepare()
    gate.wakeBySignal()
    const remounts = new Remounts(files, descriptors, line)
    const ended = supervise(files, { desk, pid, status, gate, remounts })
    mark('command')
    if (remounts.replaced.length > 0) replaced?.(remounts.replaced)
    if (gate.moved) return { kind: 'moved', ...gate.moved }
    return judge(files, ended, { file: line.file, report: box.report, status: status.read() })
  } finally {
    desk.close()
    limited?.remove()
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
    const answer = content === undefined ? makeFolder(path, files) : makeFile(path, content, files)
    if (answer === -ERRNO.ELOOP) throw movedPlace(path, 'there is a link on the way to it')
    if (answer < 0 && answer !== -ERRNO.EEXIST)
      throw new JailError('launch.place', `${path} (${why}) cannot be made (errno ${-answer}).`, {
        fix: 'Make the folder above it writable, or free some space.',
      })
  }
}

/** Another box may put a link where the folder above was: what is made must not be made where that leads. */
function makeFolder(path: string, files: Files): number {
  const folder = holdFolder(files, path, true)
  if (folder >= 0) files.libc.call('close', folder)
  return folder
}

function makeFile(path: string, content: string, files: Files): number {
  const folder = holdFolder(files, parentOf(path))
  if (folder < 0) return folder
  const answer = createFile(files, inside(folder, path), content)
  files.libc.call('close', folder)
  return answer
}

type Held = {
  readonly files: Files
  readonly pid: number
  readonly status: StatusPipe
  readonly holdEnd: number
}

function holdAtGate(hold: (box: Waiting) => void, { files, pid, status, holdEnd }: Held): void {
  hold({ firstPid: () => status.read().childPid, isOver: () => hasEnded(files, pid) })
  // Of any value: bwrap only waits for it.
  const byte = new Uint8Array(1)
  files.libc.call('write', holdEnd, ptr(byte), 1)
}

type Supervised = {
  readonly desk: SignalDesk
  readonly pid: number
  readonly status: StatusPipe
  readonly gate: Gate
  readonly remounts: Remounts
}

/** Lets the command start, and passes signals on to it until bwrap has ended. */
function supervise(files: Files, { desk, pid, status, gate, remounts }: Supervised): Ended {
  let stopped: number | undefined
  for (let limit = SETTLED_MS; ; ) {
    gate.look()
    remounts.look()
    // Asked before each sleep and not by SIGCHLD alone: a thread of Bun may have taken that.
    const ended = reap(files, pid)
    if (ended === 'stopped') stopWithCommand(files, pid, status)
    else if (ended) return { ...ended, stopped }
    const { signal, fromKernel } = desk.wait(gate.isWaiting ? GATE_MS : limit)
    if (signal === -ERRNO.EAGAIN) {
      if (!gate.isWaiting && limit === SETTLED_MS) limit = settleDown(files, status, remounts)
    } else if (isForTheCommand(signal, fromKernel) && !forward(files, signal, status)) {
      stopped = signal
      endUnfinished(files, pid)
    } else if (signal > 0 && signal !== SIGNALS.IO) limit = SETTLED_MS
  }
}

/** The command is there to stay: from now on jail sleeps, and holds only what that takes. Answers how long at most. */
function settleDown(files: Files, status: StatusPipe, remounts: Remounts): number {
  const { childPid } = status.read()
  if (childPid !== undefined) remounts.begin(childPid)
  releaseOwnPages(files)
  // Now the box ends with bwrap by itself, and what else may lose its parent is not jail's.
  if (childPid !== undefined && commandPid(files, childPid) !== undefined) takeInOrphans(files, false)
  return remounts.isBlind ? BLIND_MS : LONG_MS
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
  const isOurs = signal === SIGNALS.CHLD || signal === SIGNALS.IO
  return signal > 0 && !isOurs && (!fromKernel || signal === SIGNALS.HUP)
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
