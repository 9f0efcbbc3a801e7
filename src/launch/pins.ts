import { ptr } from 'bun:ffi'
import { JailError } from '../errors.ts'
import { BRIEF } from '../plan/fixed.ts'
import { type Kept, type Left, MOST_KEPT } from '../plan/kept.ts'
import { ERRNO, type Files } from '../sys/files.ts'
import { cString } from '../sys/libc.ts'
import { openFile, readAll } from '../sys/open-file.ts'
import type { Waiting } from './launch.ts'

/** How often, and for how long, jail looks whether the box is made. */
const LOOK_EVERY_MS = 1
const MOST_LOOKS = 10_000
const O_PATH_FOLDER = 0o10000000 | 0o2000000 | (process.arch === 'arm64' ? 0o40000 : 0o200000)
const O_NOFOLLOW = process.arch === 'arm64' ? 0o100000 : 0o400000

/**
 * The scratch spaces and files of a box that hold what is kept, open: so they are there when the box has ended, though
 * its mounts are gone (umount(2), MNT_DETACH: a file system lives for as long as a file of it is open).
 */
export class Pins {
  readonly #files: Files
  /** By the path of the space, or of the file that is a mount of its own. */
  readonly #fds = new Map<string, number>()
  #areTaken = false

  constructor(files: Files) {
    this.#files = files
  }

  /**
   * Waits until a box is made whose command does not run yet, and opens what its kept files lie in. A box that fails
   * to be made is left to its end. Throws `keep.pin`.
   */
  take(kept: readonly Kept[], box: Waiting): void {
    for (let look = 0; look < MOST_LOOKS; look++) {
      const pid = box.firstPid()
      const root = pid === undefined ? undefined : `/proc/${pid}/root`
      if (root !== undefined && this.#isMade(root)) {
        for (const one of kept) this.#pin(one, root)
        this.#areTaken = true
        return
      }
      if (box.isOver()) return
      Bun.sleepSync(LOOK_EVERY_MS)
    }
    throw unpinned('the box cannot be looked into, or was not made in ten seconds')
  }

  /** Every operation was done when the root is no longer the host's and has in it what jail made last. */
  #isMade(root: string): boolean {
    const files = this.#files
    const identity = files.fingerprint(root, false)
    if (identity === undefined || identity === files.fingerprint('/', false)) return false
    return typeof files.stat(`${root}${BRIEF}`) === 'object'
  }

  #pin({ path, space = path }: Kept, root: string): void {
    if (this.#fds.has(space)) return
    const files = this.#files
    const fd = files.open(`${root}${space}`)
    if (fd < 0) throw unpinned(`${space} of the box cannot be opened (errno ${-fd})`)
    this.#fds.set(space, fd)
    // What has this path outside must never be taken for what the box has there.
    if (files.fingerprint(`/proc/self/fd/${fd}`, false) === files.fingerprint(space, false))
      throw unpinned(`${space} of the box is that of this machine`)
  }

  /** Whether the box was made, so that there is something to read. */
  get areTaken(): boolean {
    return this.#areTaken
  }

  /** What a box that has ended left of a kept file. No link in it is followed. */
  read({ path, space }: Kept): Left {
    const fd = this.#fds.get(space ?? path)
    if (fd === undefined) return 'unreadable'
    if (space === undefined) return leftOf(readAll(this.#files, fd, MOST_KEPT))
    const parts = path.slice(space.length + 1).split('/')
    const name = parts.pop() ?? ''
    return this.#walk(fd, parts, name)
  }

  #walk(space: number, parts: readonly string[], name: string): Left {
    const { libc } = this.#files
    const opened: number[] = []
    let folder = space
    for (const part of parts) {
      const text = cString(part)
      folder = libc.call('openat', folder, ptr(text), O_PATH_FOLDER | O_NOFOLLOW)
      if (folder < 0) break
      opened.push(folder)
    }
    const found = folder < 0 ? folder : openFile(this.#files, { folder, name }, MOST_KEPT)
    if (typeof found === 'object') opened.push(found.fd)
    for (const fd of opened) libc.call('close', fd)
    return typeof found === 'object' ? found.bytes : leftOf(found)
  }

  release(): void {
    for (const fd of this.#fds.values()) this.#files.libc.call('close', fd)
    this.#fds.clear()
  }
}

function leftOf(answer: Uint8Array | 'absent' | 'other' | number): Left {
  if (typeof answer !== 'number') return answer
  if (answer === -ERRNO.ENOENT) return 'absent'
  if (answer === -ERRNO.EFBIG) return 'too-large'
  return answer === -ERRNO.ENOTDIR ? 'other' : 'unreadable'
}

function unpinned(why: string): JailError {
  return new JailError(
    'keep.pin',
    `What is kept could not be written back at the end: ${why}. So nothing is started.`,
    { fix: 'Use copy (--copy PATH) in its place, which throws the changes away, or write.' },
  )
}
