import { ptr } from 'bun:ffi'
import { ERRNO, type Files } from './files.ts'

const AT_FDCWD = -100
const PATH_MAX = 4096
const O_CLOEXEC = 0o2000000
const O_DIRECTORY = process.arch === 'arm64' ? 0o40000 : 0o200000
const O_NOFOLLOW = process.arch === 'arm64' ? 0o100000 : 0o400000
/** d_type of a folder, and of a file system that does not tell (getdents64(2)). */
const DT_UNKNOWN = 0
const DT_DIR = 4

export type Folders = {
  /** The names of the folders in it, links to folders left out, unsorted. */
  readonly names: readonly string[]
  /** Whether it has an entry of the sought name, of any kind. */
  readonly has: boolean
}

/** Reads what a walk through many folders needs: folders and one name. The many files are not even made into text. */
export class FolderReader {
  readonly #files: Files
  readonly #sought: Uint8Array
  readonly #path = new Uint8Array(PATH_MAX + 1)
  readonly #pathAt: number
  readonly #buffer = new Uint8Array(32_768)
  readonly #bufferAt: number
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
    const { written, read } = this.#encoder.encodeInto(folder, this.#path.subarray(0, PATH_MAX))
    if (read < folder.length) return -ERRNO.ENAMETOOLONG
    this.#path[written] = 0
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
          const text = this.#decoder.decode(buffer.subarray(name, end))
          if (type === DT_DIR) found.names.push(text)
          else found.unknown.push(text)
        }
      }
      if (!found.has && buffer[name] === this.#sought[0] && this.#isSought(name)) found.has = true
      at += (buffer[at + 16] ?? 0) + (buffer[at + 17] ?? 0) * 256 || count
    }
  }

  #isSought(at: number): boolean {
    return this.#sought.every((byte, index) => this.#buffer[at + index] === byte)
  }
}

const DOT = 46

type Found = { readonly names: string[]; readonly unknown: string[]; has: boolean }
