import { ptr } from 'bun:ffi'
import { MOST_KEPT } from '../plan/kept.ts'
import type { Files } from '../sys/files.ts'
import { cString } from '../sys/libc.ts'
import { FRESH_NAME } from '../sys/make-like.ts'
import { openFile } from '../sys/open-file.ts'
import { putBack } from '../sys/put-back.ts'

const MODE = 0o600
const ESRCH = 3
/** Most that one start lays aside: in a project the command could make such files. */
const MOST_SWEPT = 10
/** Longest part of a name that is taken over: a name has 255 bytes at most (NAME_MAX). */
const MOST_OF_NAME = 60

/** Where what could not be written back is laid: in jail's own folder, which no box shows. */
function asideFolder(stateHome: string): string {
  return `${stateHome}/jail/kept`
}

/** Lays a content aside, mode 0600, under a name of its own: the path, or a negative errno. */
export function saveAside(
  files: Files,
  stateHome: string,
  { name, bytes }: { readonly name: string; readonly bytes: Uint8Array },
): string | number {
  const folder = asideFolder(stateHome)
  const made = files.makeFolder(folder)
  if (made < 0) return made
  const real = files.realPath(folder)
  if (typeof real === 'number') return real
  // The time alone does not tell two apart that end at once.
  const when = new Date().toISOString().slice(0, 19).replaceAll(':', '').replaceAll('-', '')
  const path = `${real}/${when}-${process.pid}-${Bun.nanoseconds()}-${name.slice(0, MOST_OF_NAME)}`
  const answer = putBack(files, path, { bytes, mode: MODE })
  return answer < 0 ? answer : path
}

/** What a run left that was killed in the moment of writing back, and where it lies now. */
export type Swept = { readonly path: string; readonly aside: string }

/**
 * Lays aside what runs left in a folder that were killed while they replaced a file. It is never only removed: in that
 * moment it may be the one copy of what another program wrote.
 */
export function sweep(files: Files, folder: string, stateHome: string): Swept[] {
  const swept: Swept[] = []
  for (const name of files.names(folder) ?? []) {
    if (swept.length === MOST_SWEPT) break
    if (!name.startsWith(FRESH_NAME) || isAtWork(name, files)) continue
    const place = { folder: files.open(folder), name }
    const found = place.folder < 0 ? place.folder : openFile(files, place, MOST_KEPT)
    if (typeof found === 'object') {
      files.libc.call('close', found.fd)
      const aside = saveAside(files, stateHome, { name: 'left-by-a-killed-run', bytes: found.bytes })
      const text = cString(name)
      if (typeof aside === 'string' && files.libc.call('unlinkat', place.folder, ptr(text)) === 0)
        swept.push({ path: `${folder}/${name}`, aside })
    }
    if (place.folder >= 0) files.libc.call('close', place.folder)
  }
  return swept
}

/** Whether the process lives that made a file of this name, or one that has its number by now. */
function isAtWork(name: string, files: Files): boolean {
  const pid = Number.parseInt(name.slice(FRESH_NAME.length), 10)
  return !(pid > 0) || files.libc.call('kill', pid, 0) !== -ESRCH
}
