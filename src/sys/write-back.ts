import { ptr } from 'bun:ffi'
import { ERRNO, type Files } from './files.ts'
import { cString } from './libc.ts'
import { dropFresh, type Fresh, freshName, makeLike, type Obstacle } from './make-like.ts'
import { openFile, openPlace, type Place } from './open-file.ts'

const AT_FDCWD = -100
const AT_SYMLINK_FOLLOW = 0x400
/** renameat2(2). */
const RENAME_EXCHANGE = 2
const ENOSYS = 38

/** What a file is to be replaced by, and what it must hold until then; undefined when it must not be there. */
export type Replacement = {
  readonly before: Uint8Array | undefined
  readonly after: Uint8Array
  readonly limit: number
}

/**
 * Replaces a file as a whole by one with the same owner, mode and attributes, or makes it with mode 0600. At no moment
 * is there no file, or half of one. The folders on the way and the file itself are no links. `changed`: the file does
 * not hold `before` (any more), and stays as it is; `same`: it holds `after` already.
 */
export function writeBack(
  files: Files,
  path: string,
  replacement: Replacement,
): 'written' | 'same' | 'changed' | Obstacle {
  const place = openPlace(files, path)
  if (place.folder < 0) return { what: 'its folder', errno: place.folder }
  const now = openFile(files, place, replacement.limit)
  try {
    if (typeof now === 'number' && now !== -ERRNO.EFBIG) return { what: 'the file', errno: now }
    const known = typeof now === 'object' ? now : undefined
    if (known && isSame(known.bytes, replacement.after)) return 'same'
    const { before } = replacement
    const isAsBefore = known
      ? before !== undefined && isSame(known.bytes, before)
      : now === 'absent' && !before
    if (!isAsBefore) return 'changed'
    const fresh = makeLike(files, place.folder, known)
    if ('errno' in fresh) return fresh
    const failed = fill(files, fresh.fd, replacement.after)
    if (failed) {
      dropFresh(files, place.folder, fresh)
      return failed
    }
    const answer = publish(files, place, { ...fresh, replacement })
    files.libc.call('close', fresh.fd)
    if (answer === 'written') files.libc.call('fsync', place.folder)
    return answer
  } finally {
    if (typeof now === 'object') files.libc.call('close', now.fd)
    files.libc.call('close', place.folder)
  }
}

function fill(files: Files, fd: number, bytes: Uint8Array): Obstacle | undefined {
  for (let at = 0; at < bytes.length; ) {
    const count = files.libc.call('pwrite64', fd, ptr(bytes, at), bytes.length - at, at)
    if (count <= 0) return { what: 'the new content', errno: count < 0 ? count : -ERRNO.ENOSPC }
    at += count
  }
  // A full disk may say so only here, and the new name must not be on the disk before the content.
  const synced = files.libc.call('fsync', fd)
  return synced < 0 ? { what: 'the new content', errno: synced } : undefined
}

/** Gives a whole new file the name. For a file that was not there, only while there is still none (linkat(2) EEXIST). */
function publish(
  files: Files,
  place: Place,
  { fd, name: named, replacement }: Fresh & { readonly replacement: Replacement },
): 'written' | 'changed' | Obstacle {
  const { folder } = place
  const isNew = replacement.before === undefined
  const fresh = isNew ? place.name : (named ?? freshName())
  const linked = isNew || named === undefined ? link(files, fd, folder, fresh) : 0
  if (isNew) {
    if (named !== undefined) unlink(files, folder, named)
    return linked === -ERRNO.EEXIST ? 'changed' : moved(linked)
  }
  if (linked < 0) return { what: 'its folder', errno: linked }
  const answer = swap(files, place, fresh, replacement)
  // Gone when it was renamed. What was put there by somebody else meanwhile is nobody's to remove.
  if (answer !== 'left') unlink(files, folder, fresh)
  return answer === 'left' ? 'changed' : answer
}

/**
 * Puts `fresh` in the place of the file and looks at what was there: who changed it at the last moment gets it back.
 * `left`: what has the name `fresh` now is neither ours nor the old content.
 */
function swap(
  files: Files,
  place: Place,
  fresh: string,
  replacement: Replacement,
): 'written' | 'changed' | 'left' | Obstacle {
  const { folder, name } = place
  const { before, after, limit } = replacement
  if (!holds(files, place, { bytes: before, limit })) return 'changed'
  const exchanged = rename(files, folder, [fresh, name], RENAME_EXCHANGE)
  // Not every file system can (renameat2(2)): there the look above must do.
  if (exchanged === -ERRNO.EINVAL || exchanged === -ENOSYS)
    return moved(rename(files, folder, [fresh, name], 0))
  if (exchanged === -ERRNO.ENOENT) return 'changed'
  if (exchanged < 0) return moved(exchanged)
  if (holds(files, { folder, name: fresh }, { bytes: before, limit })) return 'written'
  rename(files, folder, [fresh, name], RENAME_EXCHANGE)
  return holds(files, { folder, name: fresh }, { bytes: after, limit }) ? 'changed' : 'left'
}

function holds(
  files: Files,
  place: Place,
  { bytes, limit }: { readonly bytes: Uint8Array | undefined; readonly limit: number },
): boolean {
  const found = openFile(files, place, limit)
  if (typeof found !== 'object') return false
  files.libc.call('close', found.fd)
  return bytes !== undefined && isSame(found.bytes, bytes)
}

function moved(answer: number): 'written' | Obstacle {
  return answer < 0 ? { what: 'the file', errno: answer } : 'written'
}

function rename(files: Files, folder: number, [from, to]: readonly [string, string], flags: number): number {
  const [source, target] = [cString(from), cString(to)]
  return files.libc.call('renameat2', folder, ptr(source), folder, ptr(target), flags)
}

function link(files: Files, fd: number, folder: number, name: string): number {
  const source = cString(`/proc/self/fd/${fd}`)
  const target = cString(name)
  return files.libc.call('linkat', AT_FDCWD, ptr(source), folder, ptr(target), AT_SYMLINK_FOLLOW)
}

function unlink(files: Files, folder: number, name: string): void {
  const text = cString(name)
  files.libc.call('unlinkat', folder, ptr(text))
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
