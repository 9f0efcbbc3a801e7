import { ptr } from 'bun:ffi'
import { ERRNO, type Files } from './files.ts'
import { encodePath, losslessText } from './lossless.ts'

const AT_FDCWD = -100
const PATH_MAX = 4096
const O_CLOEXEC = 0o2000000
const O_DIRECTORY = process.arch === 'arm64' ? 0o40000 : 0o200000
const O_NOFOLLOW = process.arch === 'arm64' ? 0o100000 : 0o400000
/** d_type of a folder, and of a file system that does not tell (getdents64(2)). */
const DT_UNKNOWN = 0
const DT_DIR = 4

export type Folders = {
  /** The names of the folders in it, links to folders left out, unsorted, with all their bytes (lossless.ts). */
  readonly names: readonly string[]
  /** Whether it has an entry of the sought name, of any kind. */
  readonly has: boolean
}

/**
 * File systems (statfs(2)) in which the links of a folder are two and one for each folder in it, kept by the kernel:
 * ext2 to ext4, XFS, tmpfs, F2FS. find(1) relies on it, too (gnulib, fts.c). btrfs always says one.
 */
const COUNTING = new Set([0xef53, 0x58465342, 0x01021994, 0xf2f52010])
const AT_SYMLINK_NOFOLLOW = 0x100
const STATX_TYPE_AND_NLINK = 0x1 | 0x4

/** Reads what a walk through many folders needs: folders and one name. The many files are not even made into text. */
export class FolderReader {
  readonly #files: Files
  readonly #sought: Uint8Array
  readonly #path = new Uint8Array(PATH_MAX + 1)
  /** The part of it that leaves room for the end. */
  readonly #room = this.#path.subarray(0, PATH_MAX - 1)
  readonly #pathAt: number
  readonly #buffer = new Uint8Array(32_768)
  readonly #bufferAt: number
  readonly #view = new DataView(this.#buffer.buffer)
  /** Whether links count folders, by device. */
  readonly #counting = new Map<number, boolean>()
  readonly #encoder = new TextEncoder()
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })

  constructor(files: Files, sought: string) {
    this.#files = files
    this.#sought = this.#encoder.encode(`${sought}\0`)
    this.#pathAt = Number(ptr(this.#path))
    this.#bufferAt = Number(ptr(this.#buffer))
  }

  /** What is in a folder, or a negative errno; a link is not followed. */
  read(folder: string): Folders | number {
    const { libc } = this.#files
    const { written, read } = encodePath(this.#encoder, folder, this.#room)
    if (read < folder.length) return -ERRNO.ENAMETOOLONG
    this.#path[written] = 0
    // Most folders hold none: two questions for the inode are a third of the price of a listing.
    if (this.#holdsNoFolder()) return { names: [], has: this.#hasSought(written) }
    const fd = libc.call('openat', AT_FDCWD, this.#pathAt, O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW)
    if (fd < 0) return fd
    const found: Found = { names: [], unknown: [], has: false }
    let count = 0
    do {
      count = libc.call('getdents64', fd, this.#bufferAt, this.#buffer.length)
      if (count > 0) this.#collect(count, found)
    } while (count > 0)
    libc.call('close', fd)
    if (count < 0) return count
    for (const name of found.unknown) {
      const stat = this.#files.stat(`${folder}/${name}`)
      if (typeof stat === 'object' && stat.kind === 'folder') found.names.push(name)
    }
    return found
  }

  /** Whether the file system says so (statx(2): links at 16, the device at 136). A doubt is a no. */
  #holdsNoFolder(): boolean {
    const { libc } = this.#files
    const answer = libc.call(
      'statx',
      AT_FDCWD,
      this.#pathAt,
      AT_SYMLINK_NOFOLLOW,
      STATX_TYPE_AND_NLINK,
      this.#bufferAt,
    )
    const view = this.#view
    const isFolder = (view.getUint16(28, true) & 0o170000) === 0o040000
    if (answer !== 0 || !isFolder || view.getUint32(16, true) !== 2) return false
    const device = view.getUint32(136, true) * 2 ** 32 + view.getUint32(140, true)
    let counts = this.#counting.get(device)
    if (counts === undefined) {
      counts =
        libc.call('statfs', this.#pathAt, this.#bufferAt) === 0 && COUNTING.has(view.getUint32(0, true))
      this.#counting.set(device, counts)
    }
    return counts
  }

  /** Whether the sought name is in the folder whose path of `length` bytes is in the buffer. */
  #hasSought(length: number): boolean {
    if (length + 1 + this.#sought.length > this.#path.length) return false
    this.#path[length] = SLASH
    this.#path.set(this.#sought, length + 1)
    const { libc } = this.#files
    const answer = libc.call('statx', AT_FDCWD, this.#pathAt, AT_SYMLINK_NOFOLLOW, 0, this.#bufferAt)
    return answer === 0
  }

  /** struct linux_dirent64 (getdents64(2)): its length at 16, the type at 18, its name from 19 to a NUL. */
  #collect(count: number, found: Found): void {
    const buffer = this.#buffer
    for (let at = 0; at < count; ) {
      const name = at + 19
      const type = buffer[at + 18]
      if (type === DT_DIR || type === DT_UNKNOWN) {
        const end = buffer.indexOf(0, name)
        const isDots =
          buffer[name] === DOT && (end === name + 1 || (end === name + 2 && buffer[name + 1] === DOT))
        if (!isDots) {
          const text = this.#text(buffer.subarray(name, end))
          if (type === DT_DIR) found.names.push(text)
          else found.unknown.push(text)
        }
      }
      if (!found.has && buffer[name] === this.#sought[0] && this.#isSought(name)) found.has = true
      at += (buffer[at + 16] ?? 0) + (buffer[at + 17] ?? 0) * 256 || count
    }
  }

  /** A repository in a folder whose name is no UTF-8 must be found, too. */
  #text(name: Uint8Array): string {
    const text = this.#decoder.decode(name)
    return text.includes('\ufffd') ? losslessText(name) : text
  }

  #isSought(at: number): boolean {
    return this.#sought.every((byte, index) => this.#buffer[at + index] === byte)
  }
}

const DOT = 46
const SLASH = 47

type Found = { readonly names: string[]; readonly unknown: string[]; has: boolean }
