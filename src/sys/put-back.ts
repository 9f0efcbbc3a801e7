import { ptr } from 'bun:ffi'
import { ERRNO, type Files } from './files.ts'
import { cString } from './libc.ts'

const AT_FDCWD = -100
const O_CLOEXEC = 0o2000000
const O_DIRECTORY = process.arch === 'arm64' ? 0o40000 : 0o200000
const O_NOFOLLOW = process.arch === 'arm64' ? 0o100000 : 0o400000
const O_WRITE_NEW = 0o1 | 0o100 | 0o200
const NEW_FOLDER = 0o755

/**
 * Puts a file with these bytes and this mode at an absolute path, in place of what has its name, as a whole: 0 or a
 * negative errno. No component is a link (-ELOOP or -ENOTDIR), as each is opened from the one before (openat(2)).
 * Folders that are missing are made. A folder at the path stays (-EISDIR).
 */
export function putBack(
  files: Files,
  path: string,
  { bytes, mode }: { readonly bytes: Uint8Array; readonly mode: number },
): number {
  if (path.includes('\0')) return -ERRNO.EINVAL
  const parts = path.split('/').filter((part) => part !== '')
  const name = parts.pop() ?? ''
  const folder = openFolder(files, parts, true)
  if (folder < 0) return folder
  const answer = replaceIn(files, folder, { name, bytes, mode })
  files.libc.call('close', folder)
  return answer
}

/** Opens the folder with these components below `/`, none of them a link: its descriptor or a negative errno. */
export function openFolder(files: Files, parts: readonly string[], makes: boolean): number {
  const { libc } = files
  const flags = O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW
  const root = cString('/')
  let fd = libc.call('openat', AT_FDCWD, ptr(root), flags)
  for (const part of parts) {
    if (fd < 0) return fd
    const name = cString(part)
    let next = libc.call('openat', fd, ptr(name), flags)
    if (makes && next === -ERRNO.ENOENT) {
      libc.call('mkdirat', fd, ptr(name), NEW_FOLDER)
      next = libc.call('openat', fd, ptr(name), flags)
    }
    libc.call('close', fd)
    fd = next
  }
  return fd
}

type Fresh = { readonly name: string; readonly bytes: Uint8Array; readonly mode: number }

function replaceIn(files: Files, folder: number, { name, bytes, mode }: Fresh): number {
  const { libc } = files
  const target = cString(name)
  const fresh = cString(`.jail-restore.${process.pid}.${Bun.nanoseconds()}`)
  const fd = libc.call('openat', folder, ptr(fresh), O_WRITE_NEW | O_CLOEXEC | O_NOFOLLOW, 0o600)
  if (fd < 0) return fd
  const written = bytes.length === 0 ? 0 : libc.call('pwrite64', fd, ptr(bytes), bytes.length, 0)
  libc.call('fchmod', fd, mode)
  libc.call('close', fd)
  // renameat(2) replaces a link itself and not what it leads to.
  const answer =
    written === bytes.length
      ? libc.call('renameat', folder, ptr(fresh), folder, ptr(target))
      : written < 0
        ? written
        : -ERRNO.ENOSPC
  if (answer < 0) libc.call('unlinkat', folder, ptr(fresh))
  return answer
}
