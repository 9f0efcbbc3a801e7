import { ptr } from 'bun:ffi'
import { JailError } from '../errors.ts'
import type { LimitGroup } from '../plan/plan.ts'
import { ERRNO, type Files } from '../sys/files.ts'
import { cString } from '../sys/libc.ts'
import { writeInto } from '../sys/write.ts'

const AT_FDCWD = -100
const AT_REMOVEDIR = 0x200
const PREFIX = 'jail-'
/** Room for jail's own threads, for the instant in which jail is in the group. */
const OWN_THREADS = 256
/** How often, and how far apart in milliseconds, the end of the last process of a group is waited for. */
const MOST_LOOKS = 50
const LOOK_EVERY_MS = 2

/**
 * Control groups for one box. A child begins in the group of who starts it, and bwrap forks at once, so jail itself is in
 * them while it starts bwrap, and nothing of the box is ever outside.
 */
export class LimitedStart {
  readonly #files: Files
  readonly #groups: readonly { readonly path: string; readonly group: LimitGroup }[]

  constructor(groups: readonly LimitGroup[], files: Files) {
    this.#files = files
    this.#groups = groups.map((group) => ({ path: `${group.above}/${PREFIX}${process.pid}`, group }))
  }

  /** Starts by `spawn` in the groups; throws `launch.limit` when one cannot be made, set or entered, and starts nothing. */
  around<T>(spawn: () => T): T {
    if (this.#groups.length === 0) return spawn()
    try {
      for (const one of this.#groups) this.#enter(one.path, one.group)
      return spawn()
    } finally {
      for (const { path, group } of this.#groups) {
        this.#write(`${group.own}/cgroup.procs`, process.pid)
        for (const { file, value } of group.settings) if (isCount(file)) this.#write(`${path}/${file}`, value)
      }
    }
  }

  /** Takes the groups away once nothing is left in them, and those that a killed jail has left. */
  remove(): void {
    for (const { path, group } of this.#groups) {
      for (let look = 0; this.#remove(path) === -ERRNO.EBUSY && look < MOST_LOOKS; look++)
        Bun.sleepSync(LOOK_EVERY_MS)
      for (const name of this.#files.names(group.above) ?? [])
        if (
          name.startsWith(PREFIX) &&
          typeof this.#files.stat(`/proc/${name.slice(PREFIX.length)}`) === 'number'
        )
          this.#remove(`${group.above}/${name}`)
    }
  }

  #enter(path: string, { settings }: LimitGroup): void {
    // One of the same number is of a jail that is gone.
    this.#remove(path)
    const made = this.#files.makeFolder(path)
    if (made < 0) throw this.#failed(path, made)
    for (const { file, value, optional } of settings) {
      const set = this.#write(`${path}/${file}`, isCount(file) ? value + OWN_THREADS : value)
      if (set < 0 && !(optional && set === -ERRNO.ENOENT)) throw this.#failed(`${path}/${file}`, set)
    }
    const moved = this.#write(`${path}/cgroup.procs`, process.pid)
    if (moved < 0) throw this.#failed(`${path}/cgroup.procs`, moved)
  }

  #write(path: string, value: number): number {
    return writeInto(this.#files, path, String(value))
  }

  #remove(path: string): number {
    const name = cString(path)
    return this.#files.libc.call('unlinkat', AT_FDCWD, ptr(name), AT_REMOVEDIR)
  }

  #failed(path: string, errno: number): JailError {
    this.remove()
    return new JailError('launch.limit', `The limit cannot be set: ${path} gives errno ${-errno}.`, {
      fix: 'Write null for that limit, or start jail in a scope of systemd: systemd-run --user --scope … jail run …',
    })
  }
}

function isCount(file: string): boolean {
  return file === 'pids.max'
}
