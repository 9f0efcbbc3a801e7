import {
  accessSync,
  constants,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { SHARED_FOLDERS } from './shared-place.ts'

/** How all marks begin; the number of the process that made it and a random part follow. */
const MARK = 'jail-canary-'
/** The one file that verify makes in a real home; nothing else there is touched. */
const PREFIX = `.${MARK}`

/** A mark that nobody can guess. It is also the name of files that attacks make in folders which all programs share. */
export function newCanary(): string {
  return `${MARK}${process.pid}-${crypto.randomUUID()}`
}

/** Takes away what attacks with this mark may have left in the folders that all share, when they were cut off. */
export function removeShared(canary: string): void {
  for (const folder of SHARED_FOLDERS) rmSync(join(folder, canary), { force: true })
}

/** Puts the canary into the home folder, mode 0600, under a name that cannot be guessed and did not exist. */
export function makeRealCanary(
  home: string,
  canary: string,
): { readonly path: string; readonly remove: () => void } {
  const path = join(home, `${PREFIX}${process.pid}-${crypto.randomUUID()}`)
  try {
    writeFileSync(path, canary, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    // In a home that cannot be written there is no canary to find, so the control says that it did not work.
    if (!(error instanceof Error && 'code' in error)) throw error
  }
  return { path, remove: () => rmSync(path, { force: true }) }
}

/** How the name of a spare folder begins. */
const SPARE = 'jail-verify-'

/** Does something in an empty folder of its own, outside of the home, and removes it. */
export async function inSpareFolder<T>(act: (folder: string) => Promise<T>): Promise<T> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), `${SPARE}${process.pid}-`)))
  try {
    return await act(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * Removes what a run that was killed has left in the home and in the folders that all share: a plain file of ours by name,
 * owner and content whose process is gone, and an empty spare folder. Anything else of such a name is somebody's own and stays.
 */
export function sweepCanaries(home: string): void {
  sweepFolder(home, PREFIX)
  for (const folder of SHARED_FOLDERS) sweepFolder(folder, MARK)
  for (const path of left(tmpdir(), SPARE)) removeEmpty(path)
}

function sweepFolder(folder: string, prefix: string): void {
  for (const path of left(folder, prefix)) if (isOurs(path)) rmSync(path, { force: true })
}

/** What has such a name with the number of a process that is gone. */
function left(folder: string, prefix: string): string[] {
  const isLeft = (name: string): boolean => {
    const pid = Number(name.slice(prefix.length).split('-')[0])
    return Number.isInteger(pid) && pid > 0 && !isRunning(pid)
  }
  return namesIn(folder, prefix)
    .filter(isLeft)
    .map((name) => join(folder, name))
}

/** A spare folder, if it is ours and nothing is in it. */
function removeEmpty(path: string): void {
  try {
    if (lstatSync(path).uid === process.geteuid?.()) rmdirSync(path)
  } catch (error) {
    // Somebody put something into it, it is no folder, or it is gone meanwhile.
    if (!(error instanceof Error && 'code' in error)) throw error
  }
}

function namesIn(folder: string, prefix: string): string[] {
  try {
    return readdirSync(folder).filter((name) => name.startsWith(prefix))
  } catch {
    // A folder that cannot be listed has nothing that could be swept.
    return []
  }
}

function isOurs(path: string): boolean {
  try {
    const { uid, size } = lstatSync(path)
    accessSync(dirname(path), constants.W_OK)
    // A link is not followed, and a large file is none of ours.
    if (!lstatSync(path).isFile() || size > 100 || uid !== process.geteuid?.()) return false
    // A kill between its making and its writing leaves it empty.
    return size === 0 || readFileSync(path, 'utf8').startsWith(MARK)
  } catch {
    // Gone meanwhile, not readable, or in a folder that cannot be written: not ours to remove.
    return false
  }
}

/** Whether a process of this number is there; a number that is used again only keeps the file for the next sweep. */
function isRunning(pid: number): boolean {
  try {
    return lstatSync(`/proc/${pid}`).isDirectory()
  } catch {
    return false
  }
}
