import { ptr } from 'bun:ffi'
import { ERRNO, type Files } from './files.ts'

const AT_SYMLINK_NOFOLLOW = 0x100
const STATX_BASIC_STATS = 0x7ff
const AT_FDCWD = -100
const PATH_MAX = 4096
const O_CLOEXEC = 0o2000000
const O_DIRECTORY = process.arch === 'arm64' ? 0o40000 : 0o200000
const O_NOFOLLOW = process.arch === 'arm64' ? 0o100000 : 0o400000
const DOT = 46

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
}

/** setuid, setgid, and writable by everybody. */
export const ODD_MODE = 0o6002

/**
 * Looks at every name of a folder and tells of those that matter: an ordinary file whose name nobody asked for is not
 * even made into text. That is what makes ten thousand files cheap.
 */
export class Surveyor {
  readonly #files: Files
  /** By the first byte and the length of a name: whether such a name may be one of the sought. */
  readonly #sought = new Uint8Array(65_536)
  readonly #path = new Uint8Array(PATH_MAX + 1)
  readonly #room = this.#path.subarray(0, PATH_MAX)
  readonly #pathAt: number
  readonly #names = new Uint8Array(65_536)
  readonly #namesAt: number
  readonly #stat = new Uint8Array(256)
  readonly #statAt: number
  readonly #view = new DataView(this.#stat.buffer)
  readonly #encoder = new TextEncoder()
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  readonly #found: Surveyed[] = []
  #count = 0

  constructor(files: Files, names: readonly string[]) {
    this.#files = files
    for (const name of names) {
      const bytes = this.#encoder.encode(name)
      this.#sought[((bytes[0] ?? 0) << 8) | (bytes.length & 255)] = 1
    }
    this.#pathAt = Number(ptr(this.#path))
    this.#namesAt = Number(ptr(this.#names))
    this.#statAt = Number(ptr(this.#stat))
  }

  /**
   * What matters in a folder, and how many names it has; a negative errno when it cannot be listed. A link is not
   * followed. With `all`, every name is told.
   */
  read(
    folder: string,
    all: boolean,
  ): { readonly found: readonly Surveyed[]; readonly count: number } | number {
    const { libc } = this.#files
    const { written, read } = this.#encoder.encodeInto(folder, this.#room)
    if (read < folder.length) return -ERRNO.ENAMETOOLONG
    this.#path[written] = 0
    const fd = libc.call('openat', AT_FDCWD, this.#pathAt, O_CLOEXEC | O_DIRECTORY | O_NOFOLLOW)
    if (fd < 0) return fd
    this.#found.length = 0
    this.#count = 0
    let size = 0
    do {
      size = libc.call('getdents64', fd, this.#namesAt, this.#names.length)
      if (size > 0) this.#collect(fd, size, all)
    } while (size > 0)
    libc.call('close', fd)
    return size < 0 ? size : { found: [...this.#found], count: this.#count }
  }

  /** struct linux_dirent64 (getdents64(2)): its length at 16, the name from 19 to a NUL. */
  #collect(fd: number, size: number, all: boolean): void {
    const names = this.#names
    for (let at = 0; at < size; ) {
      const start = at + 19
      at += (names[at + 16] ?? 0) + (names[at + 17] ?? 0) * 256 || size
      const end = names.indexOf(0, start)
      const length = end - start
      if (names[start] === DOT && (length === 1 || (length === 2 && names[start + 1] === DOT))) continue
      this.#count++
      const isSought = all || this.#sought[((names[start] ?? 0) << 8) | (length & 255)] === 1
      this.#look(fd, { start, end, isSought })
    }
  }

  /** struct statx (statx(2)): links at 16, mode at 28, inode 32, size 40, ctime 96, mtime 112, device 136. */
  #look(
    fd: number,
    { start, end, isSought }: { readonly start: number; readonly end: number; readonly isSought: boolean },
  ): void {
    const { libc } = this.#files
    const at = this.#namesAt + start
    const answer = libc.call('statx', fd, at, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, this.#statAt)
    if (answer < 0) return
    const view = this.#view
    const mode = view.getUint16(28, true)
    const links = view.getUint32(16, true)
    const kind: SurveyKind = KINDS[(mode >> 12) as keyof typeof KINDS] ?? 'unknown'
    if (kind === 'file' && !isSought && (mode & ODD_MODE) === 0 && links < 2) return
    const part = (...offsets: number[]): string => offsets.map((one) => view.getUint32(one, true)).join('.')
    const size = view.getUint32(40, true) + view.getUint32(44, true) * 2 ** 32
    const isFolder = kind === 'folder'
    this.#found.push({
      name: this.#decoder.decode(this.#names.subarray(start, end)),
      kind,
      mode: mode & 0o7777,
      links,
      size,
      identity: isFolder ? '' : part(136, 140, 32, 36),
      stamp: isFolder ? '' : `${size} ${part(96, 104, 112, 120)}`,
    })
  }
}
