import { parentOf } from '../../policy/paths.ts'
import { parseSnapshot } from '../../review/read.ts'
import { joined, type Scope, type Seen, type Snapshot } from '../../review/state.ts'
import { ERRNO, type Files } from '../../sys/files.ts'
import { openLock, takeLock } from '../../sys/lock.ts'
import { replaceFile } from '../../sys/write.ts'
import { type Machine, survey } from './survey.ts'

/** How long a start waits for another one that is about to write the record. */
const TRIES = 100
const WAIT_MS = 10

/** The record of a project, held by this run. */
export type Held = { readonly path: string; readonly lock: number }

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
 * was killed with jail, its beginning stands for this run too. Answers a negative errno when the record cannot be kept.
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
  const isAlone = takeLock(files, lock, 'alone')
  // Another start holds it only for as long as it takes to look.
  for (let tries = 0; !isAlone && tries < TRIES && !takeLock(files, lock, 'shared'); tries++)
    Bun.sleepSync(WAIT_MS)
  const { contents, ...seen } = survey(scope, machine)
  const fresh: Snapshot = { version: 1, scope, since, ended: false, seen, contents }
  const known = readRecord(path, files)
  const wasBroken = known === 'broken'
  const older = wasBroken ? undefined : known
  const stands = older !== undefined && (!isAlone || !older.ended)
  const snapshot = stands ? joined(older, fresh) : fresh
  const written = replaceFile(files, path, JSON.stringify(snapshot))
  if (isAlone) takeLock(files, lock, 'shared')
  if (written < 0) files.libc.call('close', lock)
  return written < 0 ? written : { held: { path, lock }, snapshot, isLeftOver: stands && isAlone, wasBroken }
}

/** What is there now of all that the record names. */
export function lookAgain(snapshot: Snapshot, machine: Machine): Seen {
  return survey(snapshot.scope, machine, snapshot)
}

/** Lets the record go. The last run that holds it notes that all was told. */
export function end({ path, lock }: Held, snapshot: Snapshot | undefined, files: Files): void {
  if (snapshot && takeLock(files, lock, 'alone'))
    replaceFile(files, path, JSON.stringify({ ...snapshot, ended: true }))
  files.libc.call('close', lock)
}
