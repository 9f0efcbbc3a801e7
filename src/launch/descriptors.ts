import { ptr } from 'bun:ffi'
import { JailError } from '../errors.ts'
import type { Content, Word } from '../plan/op.ts'
import { ERRNO, type Files } from '../sys/files.ts'
import { cString } from '../sys/libc.ts'
import { tooFewFiles } from '../sys/limits.ts'
import { movedPlace } from './moved.ts'

const F_SETFD = 2
const FD_CLOEXEC = 1
/** close_range(2): "set close-on-exec instead". */
const CLOSE_RANGE_CLOEXEC = 4
const LAST_FD = 0xffff_ffff
/** memfd_create(2): allow execution even where vm.memfd_noexec is 1; kernels before 6.3 do not know the flag. */
const MFD_EXEC = 0x10
const MFD_CLOEXEC = 1
const O_CLOEXEC = 0o2000000
const O_NONBLOCK = 0o4000
const AF_UNIX = 1
const SOCK_STREAM = 1
/** How often a file may be replaced as a whole, as editors do, between its opening and the look at what was opened. */
const MOST_TRIES = 3

/** Descriptors made for one start. All are inherited by bwrap by number and closed here afterwards. */
export class Descriptors {
  readonly #files: Files
  readonly #open: number[] = []

  constructor(files: Files) {
    this.#files = files
  }

  /** An unnamed file in memory that holds `bytes`, read from its start, for bwrap. */
  memory(name: string, bytes: Uint8Array): number {
    return this.#memory(name, bytes, 0)
  }

  /** An empty unnamed file that is not inherited: who gets it gets a duplicate of it. */
  privateMemory(name: string): number {
    return this.#memory(name, new Uint8Array(), MFD_CLOEXEC)
  }

  #memory(name: string, bytes: Uint8Array, flags: number): number {
    const { libc } = this.#files
    const label = cString(name)
    let fd = libc.call('memfd_create', ptr(label), flags)
    if (fd < 0 && flags === MFD_EXEC) fd = libc.call('memfd_create', ptr(label), 0)
    if (fd === -ERRNO.EMFILE) throw tooFewFiles()
    if (fd < 0)
      throw new JailError('launch.memfd', `The kernel gave no unnamed file for ${name}.`, {
        fix: 'Check the free memory.',
      })
    this.#open.push(fd)
    // pwrite(2) leaves the offset at the start, where bwrap begins to read.
    const written = bytes.length === 0 ? 0 : libc.call('pwrite64', fd, ptr(bytes), bytes.length, 0)
    if (written !== bytes.length)
      throw new JailError('launch.memfd', `The unnamed file for ${name} could not be written.`, {
        fix: 'Check the free memory.',
      })
    return fd
  }

  /** A file of the host, opened for reading. */
  file(path: string): number {
    const fd = this.#files.open(path, true)
    if (fd === -ERRNO.EMFILE) throw tooFewFiles()
    if (fd < 0) throw new JailError('launch.open', `${path} cannot be read.`, { fix: `Type: ls -l ${path}` })
    this.#open.push(fd)
    return fd
  }

  /**
   * A file of the host whose path has no link. Another box may make one of it in this very moment, and the box would get
   * the file that it leads to: so what was opened is asked for its path (proc_pid_fd(5)).
   */
  #source(path: string): number {
    const fd = this.#files.openThroughNoLink(path)
    if (fd >= 0) {
      this.#open.push(fd)
      return fd
    }
    // Kernels before 5.6 cannot be told, and of a link the sentence below has more to say.
    for (let tries = 0; tries < MOST_TRIES; tries++) {
      const fd = this.file(path)
      if (this.#files.readLink(`/proc/self/fd/${fd}`) === path) return fd
      this.drop(fd)
    }
    throw movedPlace(path, 'it led to another file')
  }

  /** The end of a pipe that is at its end as soon as jail is gone: nobody else has the other one (pipe(7)). */
  lifeline(): number {
    const [read] = this.#pair((ends) => this.#files.libc.call('pipe2', ends, O_CLOEXEC | O_NONBLOCK))
    this.#files.libc.call('fcntl', read, F_SETFD, 0)
    return read
  }

  /** Two ends that speak to each other; only the start shim's is inherited, so it sees the end of jail (unix(7)). */
  conversation(): { readonly ours: number; readonly shims: number } {
    const { libc } = this.#files
    const [ours, shims] = this.#pair((ends) =>
      libc.call('socketpair', AF_UNIX, SOCK_STREAM | O_CLOEXEC, 0, ends),
    )
    libc.call('fcntl', shims, F_SETFD, 0)
    return { ours, shims }
  }

  /**
   * A pipe of which bwrap (bwrap(1), --block-fd) or the gate shim waits for a byte at one end, and jail alone has the
   * other one.
   */
  gate(): { readonly read: number; readonly write: number } {
    const [read, write] = this.#pair((ends) => this.#files.libc.call('pipe2', ends, O_CLOEXEC))
    this.#files.libc.call('fcntl', read, F_SETFD, 0)
    return { read, write }
  }

  /** A pipe of which both ends are inherited. */
  sharedPipe(): { readonly read: number; readonly write: number } {
    const [read, write] = this.#pair((ends) => this.#files.libc.call('pipe2', ends, O_NONBLOCK))
    return { read, write }
  }

  #pair(make: (ends: number) => number): readonly [number, number] {
    const ends = new Int32Array(2)
    const answer = make(Number(ptr(ends)))
    if (answer === -ERRNO.EMFILE) throw tooFewFiles()
    if (answer < 0)
      throw new JailError('launch.pipe', `The kernel gave no pipe (errno ${-answer}).`, {
        fix: 'Check the free memory.',
      })
    const [first = -1, second = -1] = ends
    this.#open.push(first, second)
    return [first, second]
  }

  /** Takes one over that was opened elsewhere. */
  own(fd: number): void {
    this.#open.push(fd)
  }

  /** Closes one now, before the others. */
  drop(fd: number): void {
    this.#files.libc.call('close', fd)
    this.#open.splice(this.#open.indexOf(fd), 1)
  }

  /** The same open file under a new number, without close-on-exec. */
  duplicate(fd: number): number {
    const copy = this.#files.libc.call('dup', fd)
    if (copy < 0) return this.file('/dev/null')
    this.#open.push(copy)
    return copy
  }

  /**
   * An unnamed file that can be executed, made by `bytes` from the number that it will have. One that is open for
   * writing cannot be executed (execve(2) ETXTBSY), so it is opened again for reading.
   */
  executable(name: string, bytes: (fd: number) => Uint8Array): number {
    const reserved = this.duplicate(2)
    const writable = this.#memory(name, bytes(reserved), MFD_EXEC)
    const readable = this.file(`/proc/self/fd/${writable}`)
    this.#files.libc.call('dup3', readable, reserved, 0)
    this.drop(writable)
    this.drop(readable)
    return reserved
  }

  /** Such a file that is open only until the program in it runs; when another is to start it, that one must see to it. */
  startOnly(name: string, bytes: Uint8Array, closes = true): number {
    const fd = this.executable(name, () => bytes)
    if (closes) this.#files.libc.call('fcntl', fd, F_SETFD, FD_CLOEXEC)
    return fd
  }

  /** Words with each content replaced by the number of its descriptor. */
  numbers(words: readonly Word[]): string[] {
    return words.map((word) => (typeof word === 'string' ? word : String(this.#content(word))))
  }

  #content(content: Content): number {
    if (content.kind === 'file') return this.#source(content.path)
    if (content.kind === 'text') return this.memory('jail-data', new TextEncoder().encode(content.text))
    return this.memory(content.what, content.bytes)
  }

  close(): void {
    for (const fd of this.#open.splice(0)) this.#files.libc.call('close', fd)
  }
}

/**
 * Marks every descriptor above 2 close-on-exec, so that nothing which the caller left open reaches the box.
 * Kernels before 5.11 lack the flag; there the list in /proc is walked.
 */
export function sealDescriptors(files: Files): void {
  if (files.libc.call('close_range', 3, LAST_FD, CLOSE_RANGE_CLOEXEC) === 0) return
  for (const name of files.names('/proc/self/fd') ?? [])
    if (Number(name) > 2) files.libc.call('fcntl', Number(name), F_SETFD, FD_CLOEXEC)
}
