import { ptr } from 'bun:ffi'
import type { Detachable, Replaced, Standing } from '../plan/detachable.ts'
import type { Launch } from '../plan/encode.ts'
import { parentOf } from '../policy/paths.ts'
import { ERRNO, type Files } from '../sys/files.ts'
import { cString } from '../sys/libc.ts'
import type { Descriptors } from './descriptors.ts'
import { MountTable } from './mount-table.ts'
import { remountElf } from './shim/remount.ts'
import { spawn } from './spawn.ts'
import { wakeBySignal } from './wake.ts'

/** inotify(7). */
const O_CLOEXEC = 0o2000000
const O_NONBLOCK = 0o4000
const IN_ATTRIB = 0x4
const IN_MOVED_TO = 0x80
const IN_CREATE = 0x100
const IN_DELETE_SELF = 0x400
const IN_MOVE_SELF = 0x800
const IN_DONT_FOLLOW = 0x0200_0000
const IN_MASK_ADD = 0x2000_0000
/** Of a file or folder that is replaced: it is moved away, or loses its name, which changes the number of its names. */
const GONE = IN_MOVE_SELF | IN_DELETE_SELF | IN_ATTRIB
/** Of a folder in which it may come to be again. */
const CAME = IN_CREATE | IN_MOVED_TO

/** What a shim that was killed is taken for. */
const EPERM = 1

/** How often one wake-up looks again, since what is mounted may have been replaced once more. */
const MOST_ROUNDS = 8

type Watched = { readonly path: string; readonly again: Detachable }

/**
 * The mounts of a box that somebody on the host can take away: an editor that saves a hidden file, `git config` beside a box
 * that may not change it. Each is mounted again as soon as the kernel tells that what it lay on is gone (inotify(7)). That takes
 * some milliseconds, so it is no boundary against a program that waits for just that moment: it is for all the time after it.
 */
export class Remounts {
  readonly #files: Files
  readonly #descriptors: Descriptors
  readonly #line: Pick<Launch, 'mounts'>
  #watched: readonly Watched[] = []
  readonly #replaced = new Map<string, Replaced>()
  #events = -1
  #isBlind = false
  #box: { readonly pid: number; readonly namespace: number } | undefined
  #shim: number | undefined

  constructor(files: Files, descriptors: Descriptors, line: Pick<Launch, 'mounts'>) {
    this.#files = files
    this.#descriptors = descriptors
    this.#line = line
  }

  /** What was replaced so far. */
  get replaced(): readonly Replaced[] {
    return [...this.#replaced.values()]
  }

  /** Whether the kernel does not tell of all places (inotify(7) has limits): then somebody has to `look` from time to time. */
  get isBlind(): boolean {
    return this.#box !== undefined && this.#isBlind
  }

  /** Begins to watch over the box whose first process is `pid`. What was replaced before is mounted again at once. */
  begin(pid: number): void {
    if (this.#box) return
    this.#watched = this.#line.mounts.flatMap(({ path, again }) => (again ? { path, again } : []))
    if (this.#watched.length === 0) return
    const namespace = this.#namespaceOf(pid)
    if (namespace === undefined) return
    this.#box = { pid, namespace }
    const { libc } = this.#files
    this.#events = libc.call('inotify_init1', O_CLOEXEC | O_NONBLOCK)
    if (this.#events < 0) this.#isBlind = true
    else {
      this.#descriptors.own(this.#events)
      wakeBySignal(libc, this.#events, O_NONBLOCK)
    }
    for (const { again } of this.#watched) this.#watch(again.source, GONE)
    this.#mountAgain()
  }

  /** Mounts again what was taken away since the last look. Costs one read when nothing was. */
  look(): void {
    if (!this.#box) return
    const isTold = this.#events >= 0 && this.#files.readStream(this.#events).length > 0
    if (isTold || this.#isBlind) this.#mountAgain()
  }

  /**
   * The namespace is held open, as the number of the process may belong to another one by the time it is needed. Undefined
   * when the box is over, and for a process that is in no box.
   */
  #namespaceOf(pid: number): number | undefined {
    // Inherited by the shim, which opens it again: nothing else is started from now on.
    const fd = this.#files.open(`/proc/${pid}/ns/mnt`, true)
    if (fd < 0) return undefined
    this.#descriptors.own(fd)
    const isBox = this.#files.readLink(`/proc/self/fd/${fd}`) !== this.#files.readLink('/proc/self/ns/mnt')
    return isBox ? fd : undefined
  }

  /** False where nothing can be watched. */
  #watch(path: string, mask: number): boolean {
    if (this.#events < 0) return false
    const name = cString(path)
    const how = mask | IN_DONT_FOLLOW | IN_MASK_ADD
    const answer = this.#files.libc.call('inotify_add_watch', this.#events, ptr(name), how)
    // What may not be read cannot be watched (EACCES), and there is a limit (ENOSPC).
    if (answer < 0 && answer !== -ERRNO.ENOENT) this.#isBlind = true
    return answer >= 0
  }

  #mountAgain(): void {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const lost = this.#lost()
      if (lost.filter((one) => this.#restore(one)).length === 0) return
    }
  }

  /** The folders around a place come before it. */
  #lost(): Watched[] {
    const text = this.#files.readText(`/proc/${this.#box?.pid}/mountinfo`)
    if (typeof text !== 'string' || text === '') return []
    const table = new MountTable(text)
    return this.#watched.filter(({ path }) => table.at(path) === undefined)
  }

  /** Whether there was something to mount. It is watched before it is mounted, so that its own end is not missed. */
  #restore({ path, again }: Watched): boolean {
    const { kind } = this.#statOf(again.source)
    if (kind === undefined) {
      this.#await(again.source)
      return this.#statOf(again.source).kind !== undefined
    }
    this.#watch(again.source, GONE)
    const errno = this.#mount(letterOf(again.as, kind), path)
    if (errno === ERRNO.ENOENT) return false
    const before = this.#replaced.get(path)
    // What cannot be mounted is told once, however often it is tried.
    const isNews = before === undefined || errno === 0 || before.errno === undefined
    const times = (before?.times ?? 0) + (isNews ? 1 : 0)
    this.#replaced.set(path, { path, as: again.as, times, errno: errno === 0 ? undefined : errno })
    return errno === 0
  }

  #statOf(path: string): { readonly kind: string | undefined } {
    const found = this.#files.stat(path)
    return { kind: typeof found === 'number' ? undefined : found.kind }
  }

  /** Watches the nearest folder that there is. */
  #await(path: string): void {
    for (let folder = parentOf(path); folder !== '/'; folder = parentOf(folder))
      if (this.#watch(folder, CAME | GONE)) return
  }

  /** Zero, or the errno. */
  #mount(letter: string, path: string): number {
    const arch = process.arch === 'arm64' ? 'arm64' : 'x64'
    this.#shim ??= this.#descriptors.startOnly('jail-remount', remountElf(arch))
    const argv = [letter, `/proc/self/fd/${this.#box?.namespace}`, path]
    const own = { file: `/proc/self/fd/${this.#shim}`, argv, env: new Map<string, string>() }
    const pid = spawn(this.#files.libc, { ...own, stderr: 2, ownStderr: 2 })
    if (pid < 0) return -pid
    const state = new Int32Array(1)
    this.#files.libc.call('wait4', pid, ptr(state))
    const word = state[0] ?? 0
    return (word & 0x7f) === 0 ? (word >> 8) & 0xff : EPERM
  }
}

/** What the shim is told: an empty folder, nothing (an empty device), or what stands there, read-only or writable. */
function letterOf(as: Standing, kind: string): string {
  if (as === 'hidden') return kind === 'folder' ? 't' : 'n'
  return as === 'read-only' ? 'r' : 'w'
}
