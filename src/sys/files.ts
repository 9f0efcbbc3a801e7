import { ptr } from 'bun:ffi'
import type { Libc } from './libc.ts'
import { encodePath } from './lossless.ts'
import { KINDS, parseStat, type Stat } from './stat.ts'

export type { Stat } from './stat.ts'

/** What is asked by other means than a method of `Files`, of one path. */
export type Question = { readonly what: 'folders' | 'start' | 'mounts' | 'landlock'; readonly path: string }

/** A name in a folder. */
export type Entry = { readonly name: string; readonly kind: Stat['kind'] }

export const ERRNO = {
  EBUSY: 16,
  ENOENT: 2,
  EINTR: 4,
  EAGAIN: 11,
  EACCES: 13,
  EEXIST: 17,
  ENOTDIR: 20,
  EINVAL: 22,
  EMFILE: 24,
  EFBIG: 27,
  ENOSPC: 28,
  EISDIR: 21,
  ELOOP: 40,
  EOPNOTSUPP: 95,
  ENAMETOOLONG: 36,
} as const

const AT_FDCWD = -100
const AT_SYMLINK_NOFOLLOW = 0x100
const STATX_BASIC_STATS = 0x7ff
const O_CLOEXEC = 0o2000000
const O_DIRECTORY = process.arch === 'arm64' ? 0o40000 : 0o200000
/** struct open_how and its RESOLVE_NO_SYMLINKS (openat2(2)). */
const OPEN_HOW_BYTES = 24
const RESOLVE_NO_SYMLINKS = 4

/** A name, and d_type: S_IFMT shifted down, or 0. */
type Dirent = readonly [name: string, type: number]

/** Largest file that is read as text, in bytes. */
const MAX_TEXT = 2 ** 24
/** Longest path that the kernel takes (PATH_MAX), and room for its end. */
const PATH_MAX = 4096

/** Reads and the few writes of files, synchronous and without exceptions: an error is a negative errno. */
export class Files {
  readonly libc: Libc
  readonly #path = new Uint8Array(PATH_MAX + 1)
  readonly #pathAt: number
  readonly #buffer = new Uint8Array(65_536)
  readonly #view = new DataView(this.#buffer.buffer)
  readonly #bufferAt: number
  readonly #encoder = new TextEncoder()
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })

  constructor(libc: Libc) {
    this.libc = libc
    this.#pathAt = Number(ptr(this.#path))
    this.#bufferAt = Number(ptr(this.#buffer))
  }

  /** The file at a path, a link not followed unless `follow` is set. */
  stat(path: string, follow = false): Stat | number {
    const name = this.#name(path)
    if (name < 0) return name
    const flags = follow ? 0 : AT_SYMLINK_NOFOLLOW
    const answer = this.libc.call('statx', AT_FDCWD, name, flags, STATX_BASIC_STATS, this.#bufferAt)
    return answer < 0 ? answer : parseStat(this.#view)
  }

  /**
   * What tells a file from every other and from itself after a change: device and inode, and with `times` also size,
   * ctime and mtime. Undefined when it is not there. Links are followed unless told otherwise.
   */
  fingerprint(path: string, times: boolean, follow = true): string | undefined {
    const name = this.#name(path)
    if (name < 0) return undefined
    const flags = follow ? 0 : AT_SYMLINK_NOFOLLOW
    if (this.libc.call('statx', AT_FDCWD, name, flags, STATX_BASIC_STATS, this.#bufferAt) < 0)
      return undefined
    const at = (...offsets: number[]): number[] => offsets.map((offset) => this.#view.getUint32(offset, true))
    const identity = at(136, 140, 32, 36).join(':')
    return times ? `${identity} ${at(44, 40).join('.')} ${at(96, 104, 112, 120).join('.')}` : identity
  }

  /** Asks by other means than the methods here. What is asked can be asked again; see `src/recall`. */
  answer<T>(_question: Question, ask: () => T): T {
    return ask()
  }

  /** Tells that another program is asked, so that nothing can say later whether it would answer the same. */
  askedElsewhere(): void {
    // Nobody keeps it in mind here.
  }

  /** The text of a link. */
  readLink(path: string): string | number {
    const name = this.#name(path)
    if (name < 0) return name
    const length = this.libc.call('readlinkat', AT_FDCWD, name, this.#bufferAt, PATH_MAX)
    return length < 0 ? length : this.#decoder.decode(this.#buffer.subarray(0, length))
  }

  /** The path of a file without any link, or a negative errno. */
  realPath(path: string): string | number {
    const fd = this.open(path)
    if (fd < 0) return fd
    const real = this.readLink(`/proc/self/fd/${fd}`)
    this.libc.call('close', fd)
    return real
  }

  /** The whole of a small file as text; a larger one than `MAX_TEXT` is an error. */
  readText(path: string): string | number {
    const chunks: string[] = []
    const fd = this.open(path)
    if (fd < 0) return fd
    let count = 0
    for (let at = 0; at <= MAX_TEXT; ) {
      count = this.libc.call('pread64', fd, this.#bufferAt, this.#buffer.length, at)
      if (count <= 0) break
      // A character that is cut in two by a chunk is put together by the stream.
      chunks.push(this.#decoder.decode(this.#buffer.subarray(0, count), { stream: true }))
      at += count
    }
    this.libc.call('close', fd)
    const text = chunks.join('') + this.#decoder.decode()
    // Half a file must not look like a whole one.
    return count === 0 ? text : count < 0 ? count : -ERRNO.EFBIG
  }

  /** Up to `length` bytes from `offset` of an open file. */
  readAt(fd: number, offset: number, length: number): Uint8Array {
    const count = this.libc.call('pread64', fd, this.#bufferAt, Math.min(length, this.#buffer.length), offset)
    return this.#buffer.slice(0, Math.max(0, count))
  }

  /** What is in a pipe now; empty when there is nothing, or no more. The pipe must not block (O_NONBLOCK). */
  readStream(fd: number): Uint8Array {
    const count = this.libc.call('read', fd, this.#bufferAt, this.#buffer.length)
    return this.#buffer.slice(0, Math.max(0, count))
  }

  /** Opens for reading, close-on-exec unless `inherit` is set: the descriptor or a negative errno. */
  open(path: string, inherit = false): number {
    const name = this.#name(path)
    return name < 0 ? name : this.libc.call('openat', AT_FDCWD, name, inherit ? 0 : O_CLOEXEC)
  }

  /** The same for who starts programs, inherited by them, with an error for a link anywhere on the way (openat2(2)). */
  openThroughNoLink(path: string): number {
    const name = this.#name(path)
    if (name < 0) return name
    // struct open_how: flags, mode, resolve.
    this.#buffer.fill(0, 0, OPEN_HOW_BYTES)
    this.#view.setUint32(16, RESOLVE_NO_SYMLINKS, true)
    return this.libc.call('openat2', AT_FDCWD, name, this.#bufferAt, OPEN_HOW_BYTES)
  }

  /** The names in a folder, unsorted; undefined when it cannot be listed. */
  names(folder: string): string[] | undefined {
    return this.#read(folder)?.map(([name]) => name)
  }

  /** What is in a folder, unsorted, as the folder itself tells it; undefined when it cannot be listed. */
  list(folder: string): Entry[] | undefined {
    return this.#read(folder)?.map(([name, type]) => ({ name, kind: this.#kind(folder, name, type) }))
  }

  /** Some file systems do not tell (DT_UNKNOWN). */
  #kind(folder: string, name: string, type: number): Stat['kind'] {
    const stat = type === 0 ? this.stat(`${folder}/${name}`) : undefined
    return typeof stat === 'object' ? stat.kind : (KINDS.get(type) ?? 'other')
  }

  #read(folder: string): Dirent[] | undefined {
    const name = this.#name(folder)
    const fd = name < 0 ? name : this.libc.call('openat', AT_FDCWD, name, O_CLOEXEC | O_DIRECTORY)
    if (fd < 0) return undefined
    const found: Dirent[] = []
    for (;;) {
      const count = this.libc.call('getdents64', fd, this.#bufferAt, this.#buffer.length)
      if (count <= 0) break
      this.#collect(count, found)
    }
    this.libc.call('close', fd)
    return found
  }

  /** access(2) with R_OK 4, W_OK 2, X_OK 1: may this process do so now. */
  may(path: string, bits: number): boolean {
    const name = this.#name(path)
    return name >= 0 && this.libc.call('faccessat', AT_FDCWD, name, bits) === 0
  }

  /** Makes a folder and those above it with mode 0700: 0 or a negative errno. */
  makeFolder(path: string): number {
    const answer = this.#makeOne(path)
    if (answer !== -ERRNO.ENOENT || path === '/') return answer
    const above = this.makeFolder(path.slice(0, path.lastIndexOf('/')) || '/')
    return above < 0 ? above : this.#makeOne(path)
  }

  #makeOne(path: string): number {
    const name = this.#name(path)
    if (name < 0) return name
    const answer = this.libc.call('mkdirat', AT_FDCWD, name, 0o700)
    if (answer !== -ERRNO.EEXIST) return answer
    const there = this.stat(path, true)
    return typeof there === 'object' && there.kind === 'folder' ? 0 : -ERRNO.ENOTDIR
  }

  /** The path as a C string in a buffer of ours: its address, or a negative errno when it is too long. */
  #name(path: string): number {
    const room = this.#path.subarray(0, PATH_MAX)
    const { written, read } = encodePath(this.#encoder, path, room)
    if (read < path.length) return -ERRNO.ENAMETOOLONG
    // The kernel would take what stands before it for the whole path.
    if (path.includes('\0')) return -ERRNO.EINVAL
    this.#path[written] = 0
    return this.#pathAt
  }

  /** struct linux_dirent64 (getdents64(2)): its length at 16, its type at 18, its name from 19 to a NUL. */
  #collect(count: number, found: Dirent[]): void {
    const view = this.#view
    for (let at = 0; at < count; at += view.getUint16(at + 16, true)) {
      const name = this.#decoder.decode(this.#buffer.subarray(at + 19, this.#buffer.indexOf(0, at + 19)))
      if (name !== '.' && name !== '..') found.push([name, this.#buffer[at + 18] ?? 0])
    }
  }
}
