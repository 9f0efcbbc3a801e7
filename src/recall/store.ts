import { readRemoteMounts } from '../host/gather/mounts.ts'
import { XDG_DEFAULTS } from '../policy/expand.ts'
import { isWithin, nameOf, normalise, parentOf } from '../policy/paths.ts'
import type { Files } from '../sys/files.ts'
import { packLooks } from '../sys/looks.ts'
import { readOwnFile } from '../sys/own-file.ts'
import { removeFile, replaceFile } from '../sys/write.ts'
import { asKept, asReady, type Given, type Kept, type Ready } from './kept.ts'
import { digest, type Log } from './log.ts'
import { pack, unpack } from './pack.ts'
import { isUnchanged } from './replay.ts'

/** Most starts that are kept: 30 to 60 KB each. */
const MOST_KEPT = 200
/** Length of a digest in hexadecimal (log.ts). */
const DIGEST_LENGTH = 64

/** Where a start is kept, and for whom. */
export type Slot = Given & {
  readonly path: string
  readonly uid: number
  /** The remote mounts, which were looked at before the place was. */
  readonly mounts: readonly string[]
}

/**
 * Where the start of this caller with these words is kept: by a digest of all that decides besides the files of the
 * machine, which are in its log. Undefined without a home folder, or when the place is on a remote mount, which might
 * not answer.
 */
export function slotFor(words: unknown, given: Given, files: Files): Slot | undefined {
  const { env } = given
  const uid = process.geteuid?.()
  const state = stateHome(env)
  if (state === undefined || uid === undefined) return undefined
  const mounts = readRemoteMounts(files)
  if (mounts.some((point) => isWithin(state, point))) return undefined
  const program = files.fingerprint(process.execPath, true)
  if (program === undefined) return undefined
  const caller = [uid, process.getegid?.(), process.getgroups?.(), files.readLink('/proc/self/cwd')]
  const key = digest(JSON.stringify([process.execPath, program, caller, words, env]))
  return { ...given, uid, mounts, path: `${state}/jail/starts/${key}` }
}

/** $XDG_STATE_HOME as the full way finds it, from the environment alone. */
export function stateHome({ XDG_STATE_HOME, HOME }: Readonly<Record<string, string>>): string | undefined {
  if (XDG_STATE_HOME?.startsWith('/')) return normalise(XDG_STATE_HOME)
  return HOME?.startsWith('/') ? normalise(`${HOME}/${XDG_DEFAULTS.XDG_STATE_HOME}`) : undefined
}

/**
 * The start that was kept, when the machine still answers every question as it did. Undefined otherwise; also for a file
 * that another user could have written, or that is broken.
 */
export function recall(slot: Slot, files: Files): Ready | undefined {
  const bytes = readOwnFile(slot.path, slot.uid, files)
  const parts = bytes && unpack(bytes)
  if (parts === undefined) return undefined
  // By its sum it is whole, and by its name it is of this very program, whose fingerprint is part of that.
  const kept: Kept & { readonly name: string } = JSON.parse(parts.text)
  // Under another name it would be the start of other words.
  if (kept.name !== nameOf(slot.path)) return undefined
  return isUnchanged({ ...kept, ...parts, mounts: slot.mounts }, files) ? asReady(kept, slot) : undefined
}

/** Keeps a start. A place that cannot be written only costs the next start the same work again. */
export function keep(slot: Slot, ready: Ready, { asked, looks }: Log, files: Files): void {
  const kept = asKept(ready, asked, slot)
  if (kept === undefined) return
  const folder = parentOf(slot.path)
  if (files.makeFolder(folder) < 0) return
  makeRoom(folder, files)
  replaceFile(files, slot.path, pack(JSON.stringify({ name: nameOf(slot.path), ...kept }), packLooks(looks)))
}

/**
 * All of them go at once when there are too many: each is made again by the next start of its kind. Only what has such a
 * name, since the folder may be a link to one that holds other files.
 */
function makeRoom(folder: string, files: Files): void {
  const names = (files.names(folder) ?? []).filter(isKeptName)
  if (names.length >= MOST_KEPT) for (const name of names) removeFile(files, `${folder}/${name}`)
}

/** Whether a name is a digest, as `slotFor` makes one. */
function isKeptName(name: string): boolean {
  return name.length === DIGEST_LENGTH && [...name].every((sign) => '0123456789abcdef'.includes(sign))
}
