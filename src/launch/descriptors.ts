import { ptr } from 'bun:ffi'
import { closeSync, readSync, writeSync } from 'node:fs'
import { JailError } from '../errors.ts'
import type { Content, Word } from '../plan/op.ts'
import { cString, type Libc } from './libc.ts'

const O_RDONLY = 0
const F_SETFD = 2
const FD_CLOEXEC = 1
/** close_range(2): the same number on every architecture, and its flag "set close-on-exec instead". */
const SYS_CLOSE_RANGE = 436n
const CLOSE_RANGE_CLOEXEC = 4n
/** memfd_create(2): allow execution even where vm.memfd_noexec is 1; kernels before 6.3 do not know the flag. */
const MFD_EXEC = 0x10

/** Descriptors made for one start. All are inherited by bwrap by number and closed here afterwards. */
export class Descriptors {
  readonly #libc: Libc
  readonly #open: number[] = []

  constructor(libc: Libc) {
    this.#libc = libc
  }

  /** An unnamed file in memory that holds `bytes`, read from its start. */
  memory(name: string, bytes: Uint8Array, executable = false): number {
    const label = cString(name)
    let fd = this.#libc.memfd_create(ptr(label), executable ? MFD_EXEC : 0)
    if (fd < 0 && executable) fd = this.#libc.memfd_create(ptr(label), 0)
    if (fd < 0)
      throw new JailError('launch.memfd', `The kernel gave no unnamed file for ${name}.`, {
        fix: 'Check `ulimit -n` and the free memory.',
      })
    this.#open.push(fd)
    // With a position it is pwrite(2): the offset stays at the start, where bwrap begins to read.
    for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done, done)
    return fd
  }

  /** A file of the host, opened for reading. */
  file(path: string): number {
    const name = cString(path)
    const fd = this.#libc.open(ptr(name), O_RDONLY)
    if (fd < 0) throw new JailError('launch.open', `${path} cannot be read.`, { fix: `Type: ls -l ${path}` })
    this.#open.push(fd)
    return fd
  }

  /** The same open file under a new number, without close-on-exec. */
  duplicate(fd: number): number {
    const copy = this.#libc.dup(fd)
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
    const writable = this.memory(name, bytes(reserved), true)
    const readable = this.file(`/proc/self/fd/${writable}`)
    this.#libc.dup2(readable, reserved)
    for (const fd of [writable, readable]) {
      closeSync(fd)
      this.#open.splice(this.#open.indexOf(fd), 1)
    }
    return reserved
  }

  /** Words with each content replaced by the number of its descriptor. */
  numbers(words: readonly Word[]): string[] {
    return words.map((word) => (typeof word === 'string' ? word : String(this.#content(word))))
  }

  #content(content: Content): number {
    if (content.kind === 'file') return this.file(content.path)
    if (content.kind === 'text') return this.memory('jail-data', new TextEncoder().encode(content.text))
    return this.memory(content.what, content.bytes)
  }

  close(): void {
    for (const fd of this.#open.splice(0)) closeSync(fd)
  }
}

/** What was written to an unnamed file, whatever its offset is now. */
export function contentsOf(fd: number): Uint8Array {
  const chunks = new Uint8Array(65_536)
  return chunks.subarray(0, readSync(fd, chunks, 0, chunks.length, 0))
}

/**
 * Marks every descriptor above 2 close-on-exec, so that nothing which the caller left open reaches the box.
 * Kernels before 5.11 lack the flag; there the list in /proc is walked.
 */
export function sealDescriptors(libc: Libc, listed: () => readonly number[]): void {
  if (libc.syscall(SYS_CLOSE_RANGE, 3n, 0xffffffffn, CLOSE_RANGE_CLOEXEC) === 0n) return
  for (const fd of listed()) if (fd > 2) libc.fcntl(fd, F_SETFD, FD_CLOEXEC)
}
