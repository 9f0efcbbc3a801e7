import { readStart } from '../host/toolchains/interpreter.ts'
import type { Files } from '../sys/files.ts'
import { FolderReader } from '../sys/folders.ts'
import { landlockVersion } from '../sys/kernel-calls.ts'
import { areSame } from '../sys/looks.ts'
import { type Asked, asKept } from './log.ts'

/** All that a start was told: what was asked of files, in two forms, and the remote mounts of now. */
export type Told = {
  readonly asked: readonly Asked[]
  /** See `packLooks`. */
  readonly looks: Uint8Array
  readonly mounts: readonly string[]
}

/** Whether every question has the same answer now. */
export function isUnchanged({ asked, looks, mounts }: Told, files: Files): boolean {
  const now = { files, mounts }
  // First the mounts: a path below one that is new could keep everybody waiting who looks at it.
  for (const one of asked) if (one.what === 'mounts' && !isSame(one, now)) return false
  if (!areSame(looks, files)) return false
  for (const one of asked) if (one.what !== 'mounts' && !isSame(one, now)) return false
  return true
}

type Now = Pick<Told, 'mounts'> & { readonly files: Files }

function isSame(asked: Asked, now: Now): boolean {
  const { what, path, times } = asked
  if (times !== undefined && now.files.fingerprint(path, true, what !== 'folders') === times) return true
  return asKept(what, ask(asked, now)) === asked.answer
}

function ask({ what, path, bits }: Asked, { files, mounts }: Now): unknown {
  switch (what) {
    case 'text':
      return files.readText(path)
    case 'names':
      return files.names(path)
    case 'list':
      return files.list(path)
    case 'link':
      return files.readLink(path)
    case 'real':
      return files.realPath(path)
    case 'identity':
      return files.fingerprint(path, false)
    case 'times':
      return files.fingerprint(path, true)
    case 'may':
      return files.may(path, bits ?? 0)
    case 'folders':
      return new FolderReader(files, '.git').read(path)
    case 'start':
      return readStart(path, files)
    case 'mounts':
      return mounts
    case 'landlock':
      return landlockVersion(files.libc)
  }
}
