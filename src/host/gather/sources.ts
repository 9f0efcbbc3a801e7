import { JailError } from '../../errors.ts'
import { type FileKind, type Source, shownPath } from '../../policy/sources.ts'
import { ERRNO, type Files, type Stat } from '../../sys/files.ts'
import { typedPath } from '../../ui/escape.ts'
import type { Caller } from '../facts.ts'

/** A larger file is no policy that a person wrote. */
export const MAX_SOURCE_BYTES = 2 ** 20
const OTHERS_MAY_WRITE = 0o022
const STICKY = 0o1000

/**
 * Reads one file of policy: undefined when there is none (nothing stands at the path). Everything else that is no
 * readable, trusted file stops the run: `policy.unreadable`, `policy.not-a-file`, `policy.too-large`,
 * `policy.untrusted`. A link is followed (dotfile managers make them) and its target is judged; not in a project,
 * where a link could lead to any file of the person.
 */
export function readSource(kind: FileKind, path: string, caller: Caller, files: Files): Source | undefined {
  const shown = shownPath(path, caller.home)
  const named = files.stat(path)
  if (named === -ERRNO.ENOENT || named === -ERRNO.ENOTDIR) return undefined
  const isLink = typeof named === 'object' && named.kind === 'link'
  const stat = isLink ? linked(kind, path, shown, files) : named
  if (typeof stat === 'number') throw unreadable(shown, stat)
  if (stat.kind !== 'file') {
    const what = stat.kind === 'folder' ? 'a folder' : 'no regular file'
    throw new JailError('policy.not-a-file', `${shown} should be a file of settings, but it is ${what}.`, {
      fix: 'Move it away, or put a file in its place.',
    })
  }
  if (stat.size > MAX_SOURCE_BYTES) {
    const sentence = `${shown} has ${stat.size} bytes; a file of settings has at most ${MAX_SOURCE_BYTES} (1 MiB).`
    throw new JailError('policy.too-large', sentence, { fix: 'Move it away, or shorten it.' })
  }
  if (kind !== 'project') {
    if (isLink)
      refuseOthers(kind, shown, caller, [
        { what: `the link ${shown}`, stat: { ...named, mode: 0 }, isFolder: false },
      ])
    refuseUntrusted({ kind, path, shown, stat }, caller, files)
  }
  const text = files.readText(path)
  if (typeof text === 'number') throw unreadable(shown, text)
  return { kind, path, shown, text }
}

function linked(kind: FileKind, path: string, shown: string, files: Files): Stat | number {
  if (kind !== 'project') return files.stat(path, true)
  throw new JailError(
    'policy.not-a-file',
    `${shown} is a link, and settings of a project are never read through one.`,
    {
      fix: `Put the file itself there: cp --remove-destination "$(readlink -f ${typedPath(shown)})" ${typedPath(shown)}`,
    },
  )
}

function unreadable(shown: string, answer: number): JailError {
  const why = answer === -ERRNO.EACCES ? 'you may not read it' : `reading fails with errno ${-answer}`
  return new JailError('policy.unreadable', `${shown} cannot be read: ${why}.`, {
    fix: `Without it nothing is started, since it may forbid something. To see its mode: ls -l ${typedPath(shown)}`,
  })
}

type Found = { readonly kind: FileKind; readonly path: string; readonly shown: string; readonly stat: Stat }
type Judged = { readonly what: string; readonly stat: Stat; readonly isFolder: boolean }

/** Who can write the file, or the folder that it lies in, decides what the jail shows (as for ssh's files: sshd(8) StrictModes). */
function refuseUntrusted({ kind, path, shown, stat }: Found, caller: Caller, files: Files): void {
  const real = files.realPath(path)
  if (typeof real === 'number') throw unreadable(shown, real)
  const folderOf = (file: string): Judged => {
    const folder = file.slice(0, file.lastIndexOf('/')) || '/'
    const found = files.stat(folder, true)
    if (typeof found === 'number') throw unreadable(shown, found)
    return { what: shownPath(folder, caller.home), stat: found, isFolder: true }
  }
  refuseOthers(kind, shown, caller, [
    { what: shownPath(real, caller.home), stat, isFolder: false },
    folderOf(real),
    // Whoever may write in the folder of a link could put another in its place, which its target does not show.
    folderOf(path),
  ])
}

function refuseOthers(kind: FileKind, shown: string, caller: Caller, all: readonly Judged[]): void {
  const owners = kind === 'administrator' ? [0] : [0, caller.uid]
  for (const { what, stat, isFolder } of all) {
    const { uid, mode } = stat
    if (!owners.includes(uid))
      throw new JailError('policy.untrusted', `${what} belongs to uid ${uid}, so ${shown} is not trusted.`, {
        fix: `It must belong to ${kind === 'administrator' ? 'root' : `you (uid ${caller.uid}) or root`}.`,
      })
    // Others may write in a folder with the sticky bit, but not replace what is not theirs.
    const isSticky = isFolder && (mode & STICKY) !== 0
    if ((mode & OTHERS_MAY_WRITE) !== 0 && !isSticky)
      throw new JailError(
        'policy.untrusted',
        `${what} can be written by others (mode ${mode.toString(8).padStart(4, '0')}), so ${shown} is not trusted.`,
        { fix: `Type: chmod go-w ${typedPath(what)}` },
      )
  }
}
