import { ptr } from 'bun:ffi'
import { ERRNO, type Files } from './files.ts'
import { encodePath, losslessText } from './lossless.ts'

const AT_SYMLINK_NOFOLLOW = 0x100
const STATX_BASIC_STATS = 0x7ff
const AT_FDCWD = -100
const PATH_MAX = 4096
const O_CLOEXEC = 0o2000000
const O_DIRECTORY = process.arch === 'arm64' ? 0o40000 : 0o200000
const O_NOFOLLOW = process.arch === 'arm64' ? 0o100000 : 0o400000
const DOT = 46
/** d_type (getdents64(2)); a file system that does not tell says 0, and then the file is asked. */
const DT_REG = 8
const S_IFREG = 0o100000

/** What kind of thing a name stands for, by S_IFMT shifted down (inode(7)). */
const KINDS = {
  1: 'fifo',
  2: 'device',
  4: 'folder',
  6: 'device',
  8: 'file',
  10: 'link',
  12: 'socket',
} as const
export type SurveyKind = (typeof KINDS)[keyof typeof KINDS] | 'unknown'

/** A name in a folder and what statx(2) says of it. */
export type Surveyed = {
  readonly name: string
  readonly kind: SurveyKind
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number
  readonly links: number
  readonly size: number
  /** Device and inode. */
  readonly identity: string
  /** Tells a file from itself after a change: size, ctime and mtime. The ctime cannot be set (inode(7)). */
  readonly stamp: string
  /** The ctime in milliseconds since 1970: when the file, its mode or its number of names last changed. */
  readonly changed: number
}

/** Which names of a folder are told: `all`, or those that may be sought and all that is no ordinary file. */
export type Look = {
  readonly all: boolean
  /** Whether ordinary files that nobody seeks are asked for their mode and links: a system call for each. */
  readonly modes: boolean
}

/** setuid, setgid, and writable by everybody. */
export const ODD_MODE = 0o6002
const PLAIN_MASK = 0o170000 | ODD_MODE

/**
 * Looks at every name of a folder and tells of those that matter: an ordinary file whose name nobody asked for is not
 * even made into text. That is what makes ten thousand files cheap.
 */
export class Surveyor {
  readonly #files: Files
  /** By the first byte and the length of a name: whether such a name may be one of the sought, in any spelling. */
  readonly #sought = new Uint8Array(65_536)
  readonly #firsts = new Uint8Array(256)
  readonly #path = new Uint8Array(PATH_MAX + 1)
  readonly #room = this.#path.subarray(0, PATH_MAX)
  readonly #pathAt: number
  readonly #names = new Uint8Array(65_536)
  readonly #namesAt: number
  readonly #stat = new Uint8Array(256)
  readonly #statAt: number
  readonly #view = new DataView(this.#stat.buffer)
  /** The same in halves of a word: cheaper to read before anything is compiled. Both architectures are little-endian. */
  readonly #halves = new Uint16Array(this.#stat.buffer)
  readonly #encoder = new TextEncoder()
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  readonly #found: Surveyed[] = []
  #count = 0

  constructor(files: Files, names: readonly string[]) {
    this.#files = files
    for (const name of names) {
      const bytes = this.#encoder.encode(name)
      // A small letter and its capital.
      for (const first of new Set([bytes[0] ?? 0, name.toUpperCase().charCodeAt(0) & 255])) {
        this.#firsts[first] = 1
        this.#sought[(first << 8) | (bytes.length & 255)] = 1
      }
    }
    this.#pathAt = Number(ptr(this.#path))
    this.#namesAt = Number(ptr(this.#names))
    this.#statAt = Number(ptr(this.#stat))
  }

  /**
   * What matters in a folder, and how many names it has; a negative errno when it cannot be listed. A link is not
   * followed.
   */
  read(folder: string, how: Look): { readonly found: readonly Surveyed[]; readonly count: number } | number {
    const { libc } = this.#files
    const { written, read } = encodePath(this.#encoder, folder, this.#room)
    if (read < folder.length) return -ERRNO.ENAMETOOLONG
    this.#path[written] = 0
    const fd = libc.call('openat', AT_FDCWD, this.#pathAt, O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW)
    if (fd < 0) return fd
    this.#found.length = 0
    this.#count = 0
    let size = 0
    do {
      size = libc.call('getdents64', fd, this.#namesAt, this.#names.length)
      if (size > 0) this.#collect(fd, size, how)
    } while (size > 0)
    libc.call('close', fd)
    return size < 0 ? size : { found: [...this.#found], count: this.#count }
  }

  /** struct linux_dirent64 (getdents64(2)): its length at 16, the name from 19 to a NUL. */
  #collect(fd: number, size: number, { all, modes }: Look): void {
    const names = this.#names
    const { libc } = this.#files
    const [halves, statAt, namesAt] = [this.#halves, this.#statAt, this.#namesAt]
    for (let at = 0; at < size; ) {
      const start = at + 19
      at += (names[at + 16] ?? 0) + (names[at + 17] ?? 0) * 256 || size
      if (names[start] === DOT && isDots(names, start)) continue
      this.#count++
      const isTold = all || this.#isSought(start)
      if (!isTold && !modes && names[start - 1] === DT_REG) continue
      if (libc.call('statx', fd, namesAt + start, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, statAt) < 0)
        continue
      const mode = halves[14] ?? 0
      const isPlain = (mode & PLAIN_MASK) === S_IFREG && halves[8] === 1 && halves[9] === 0
      if (isPlain && !isTold) continue
      this.#found.push(this.#surveyed(start, mode))
    }
  }

  #isSought(start: number): boolean {
    const first = this.#names[start] ?? 0
    if (this.#firsts[first] === 0) return false
    const length = this.#names.indexOf(0, start) - start
    return this.#sought[(first << 8) | (length & 255)] === 1
  }

  /** struct statx (statx(2)): links at 16, mode at 28, inode 32, size 40, ctime 96, mtime 112, device 136. */
  #surveyed(start: number, mode: number): Surveyed {
    const view = this.#view
    const part = (...offsets: number[]): string => offsets.map((one) => view.getUint32(one, true)).join('.')
    const kind: SurveyKind = KINDS[(mode >> 12) as keyof typeof KINDS] ?? 'unknown'
    const isFolder = kind === 'folder'
    const size = isFolder ? 0 : view.getUint32(40, true) + view.getUint32(44, true) * 2 ** 32
    return {
      name: this.#nameAt(start),
      kind,
      mode: mode & 0o7777,
      links: view.getUint32(16, true),
      size,
      identity: isFolder ? '' : part(136, 140, 32, 36),
      changed: view.getUint32(96, true) * 1000 + view.getUint32(104, true) / 1e6,
      stamp: isFolder ? '' : `${size} ${part(96, 104, 112, 120)}`,
    }
  }

  /** Two names that differ in bytes that are no UTF-8 must not be one, and what lies in such a folder must be found. */
  #nameAt(start: number): string {
    const bytes = this.#names.subarray(start, this.#names.indexOf(0, start))
    const text = this.#decoder.decode(bytes)
    return text.includes('\ufffd') ? losslessText(bytes) : text
  }
}

/** `.` or `..` */
function isDots(names: Uint8Array, start: number): boolean {
  return names[start + 1] === 0 || (names[start + 1] === DOT && names[start + 2] === 0)
}
