import { parentOf } from '../../policy/paths.ts'
import { parseSnapshot } from '../../review/read.ts'
import { joined, type Scope, type Seen, type Snapshot } from '../../review/state.ts'
import { ERRNO, type Files } from '../../sys/files.ts'
import { openLock, takeLock } from '../../sys/lock.ts'
import { replaceFile, writeInto as writeAtStart } from '../../sys/write.ts'
import type { Machine } from './look.ts'
import { survey } from './survey.ts'

/** How long a start waits for others that are about to look or to write: many may be started at once. */
const TRIES = 1000
const WAIT_MS = 10

/**
 * How the text of a record begins. That all was told is marked in place, by one write of a few bytes, so the end of a
 * run neither reads nor writes all of it. Both are as long, and JSON.
 */
const GOES_ON = '{"ended":false,'
const IS_OVER = '{"ended":true ,'

/** The record of a project, held by this run. */
export type Held = {
  readonly path: string
  readonly lock: number
  /** Tells the record from one that another run has written since. */
  readonly print: string | undefined
}

/** What the start of a run found. */
export type Begun = {
  readonly held: Held
  readonly snapshot: Snapshot
  /** Whether an earlier run of this project was killed with jail, so that nobody was told what it did. */
  readonly isLeftOver: boolean
  /** The record of an earlier run could not be read, so what that run did cannot be told any more. */
  readonly wasBroken: boolean
}

/** Where the record of a project is kept: in jail's own folder, which no box shows. */
export function recordPath(stateHome: string, project: string): string {
  return `${stateHome}/jail/review/${project}.json`
}

/** The record at a path; undefined when there is none, `broken` when what is there cannot be read or is no record. */
export function readRecord(path: string, files: Files): Snapshot | 'broken' | undefined {
  const text = files.readText(path)
  if (typeof text === 'string') return parseSnapshot(text) ?? 'broken'
  return text === -ERRNO.ENOENT || text === -ERRNO.ENOTDIR ? undefined : 'broken'
}

/**
 * Takes the state of all that a scope names, and keeps it. While another run of the project goes on, or after one that
 * was killed with jail, its beginning stands for this run too. Answers a negative errno when the record cannot be kept,
 * or nobody lets it be written.
 */
export function begin(
  path: string,
  scope: Scope,
  { since, ...machine }: Machine & { since: string },
): Begun | number {
  const { files } = machine
  const folder = files.makeFolder(parentOf(path))
  if (folder < 0) return folder
  const lock = openLock(files, `${path.slice(0, -'.json'.length)}.lock`)
  if (lock < 0) return lock
  const held = waitForLock(files, lock)
  const begun = held === undefined ? -ERRNO.EAGAIN : keep({ path, lock }, scope, { since, held, ...machine })
  if (typeof begun === 'number') files.libc.call('close', lock)
  return begun
}

type Holding = Machine & { readonly since: string; readonly held: 'alone' | 'shared' }

/** Writes the record of a run that holds its lock. Those that share it write one after the other. */
function keep(run: Omit<Held, 'print'>, scope: Scope, { since, held, ...machine }: Holding): Begun | number {
  const { files } = machine
  const { contents, ...seen } = survey(scope, machine)
  const fresh: Snapshot = { version: 1, scope, since, ended: false, seen, contents }
  const writing = held === 'alone' ? undefined : waitForTurn(files, parentOf(run.path))
  if (writing !== undefined && writing < 0) return writing
  // Nothing stands of one that is over.
  const isOver = held === 'alone' && headOf(run.path, files) === IS_OVER
  const known = isOver ? undefined : readRecord(run.path, files)
  const wasBroken = known === 'broken'
  const older = wasBroken ? undefined : known
  const stands = older !== undefined && !older.ended
  const snapshot = stands ? joined(older, fresh) : fresh
  const written = replaceFile(files, run.path, recordText(snapshot))
  if (writing !== undefined) files.libc.call('close', writing)
  if (written < 0) return written
  const print = files.fingerprint(run.path, true)
  // A lock that is changed is let go for an instant (flock(2)), in which another start may take it.
  if (held === 'alone' && !waitFor(() => takeLock(files, run.lock, 'shared'))) return -ERRNO.EAGAIN
  return { held: { ...run, print }, snapshot, isLeftOver: stands && held === 'alone', wasBroken }
}

/** The record's lock: alone when no other run of the project goes on. Undefined when it does not come free in time. */
function waitForLock(files: Files, lock: number): Holding['held'] | undefined {
  let held: Holding['held'] | undefined
  waitFor(() => {
    held = takeLock(files, lock, 'alone') ? 'alone' : takeLock(files, lock, 'shared') ? 'shared' : undefined
    return held !== undefined
  })
  return held
}

/** The lock on the folder of all records, until it is closed: its descriptor, or a negative errno. */
function waitForTurn(files: Files, folder: string): number {
  const fd = files.open(folder)
  if (fd < 0 || waitFor(() => takeLock(files, fd, 'alone'))) return fd
  files.libc.call('close', fd)
  return -ERRNO.EAGAIN
}

function waitFor(isThere: () => boolean): boolean {
  for (let tries = 0; tries < TRIES; tries++) {
    if (isThere()) return true
    Bun.sleepSync(WAIT_MS)
  }
  return false
}

/** What is there now of all that the record names. */
export function lookAgain(snapshot: Snapshot, machine: Machine): Seen {
  return survey(snapshot.scope, machine, snapshot)
}

/** Lets the record go. The last run that holds it notes that all was told, if it was. */
export function end({ path, lock }: Held, wasTold: boolean, files: Files): void {
  if (wasTold && takeLock(files, lock, 'alone') && headOf(path, files) === GOES_ON)
    writeAtStart(files, path, IS_OVER)
  files.libc.call('close', lock)
}

/** Whether the record is the one that this run wrote. */
export function isUnchanged({ path, print }: Held, files: Files): boolean {
  return print !== undefined && files.fingerprint(path, true) === print
}

function recordText({ ended, ...rest }: Snapshot): string {
  return `${ended ? IS_OVER : GOES_ON}${JSON.stringify(rest).slice(1)}`
}

function headOf(path: string, files: Files): string {
  const fd = files.open(path)
  if (fd < 0) return ''
  const head = files.readAt(fd, 0, GOES_ON.length)
  files.libc.call('close', fd)
  return new TextDecoder().decode(head)
}
