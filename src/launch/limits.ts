import { ptr } from 'bun:ffi'
import { JailError } from '../errors.ts'
import type { LimitGroup, Limits } from '../plan/plan.ts'
import { ERRNO, type Files } from '../sys/files.ts'
import { cString, type Libc } from '../sys/libc.ts'
import { writeInto } from '../sys/write.ts'
import { enterScope } from './systemd.ts'

const AT_FDCWD = -100
const AT_REMOVEDIR = 0x200
const SIGKILL = 9
const PREFIX = 'jail'
/**
 * The group in which the box is, inside of the one that has the limits: from inside nothing above it can be seen
 * (cgroup_namespaces(7)), so a box that may make namespaces (`nested`) cannot mount and change its own limits.
 */
const INNER = 'box'
/** How often, and how far apart in milliseconds, the end of the last process of a group is waited for. */
const MOST_LOOKS = 50
const LOOK_EVERY_MS = 2

/** The limits of one box that are set from outside. What is started waits at the gate (shim/gate.ts) until it is in. */
export class LimitedStart {
  readonly #files: Files
  readonly #limits: Limits
  readonly #name: string
  /** Groups that this start has made. */
  readonly #made: string[] = []

  constructor(limits: Limits, files: Files) {
    this.#files = files
    this.#limits = limits
    const chance = Math.floor(Math.random() * 36 ** 8).toString(36)
    this.#name = [PREFIX, pidNamespace(files), process.pid, chance].join('-')
  }

  /**
   * Starts by `spawn`, puts the child into its groups and opens its gate: its pid, or a negative errno. Throws
   * `launch.limit` when a group cannot be made, set or entered; then the child is ended and nothing of the box has run.
   */
  start(spawn: () => number, gate: number): number {
    for (const group of this.#limits.groups) this.#make(group)
    const pid = spawn()
    if (pid < 0) return pid
    try {
      for (const { above } of this.#limits.groups) this.#enter(`${above}/${this.#name}/${INNER}`, pid)
      if (this.#limits.scope) {
        const folder = enterScope(`${this.#name}.scope`, pid, this.#limits.scope, this.#files)
        this.#makeFolder(`${folder}/${INNER}`)
        this.#enter(`${folder}/${INNER}`, pid)
      }
      const byte = new Uint8Array(1)
      const opened = this.#files.libc.call('write', gate, ptr(byte), byte.length)
      if (opened !== 1) throw failed('the gate of the box', opened)
      return pid
    } catch (error) {
      end(pid, this.#files.libc)
      throw error
    }
  }

  /** Takes the groups away once nothing is left in them, and those that a killed jail has left. */
  remove(): void {
    for (const path of this.#made.splice(0).toReversed())
      for (let look = 0; removeFolder(path, this.#files.libc) === -ERRNO.EBUSY && look < MOST_LOOKS; look++)
        Bun.sleepSync(LOOK_EVERY_MS)
    for (const { above } of this.#limits.groups)
      for (const name of this.#files.names(above) ?? [])
        if (isLeftover(name, this.#files)) {
          removeFolder(`${above}/${name}/${INNER}`, this.#files.libc)
          removeFolder(`${above}/${name}`, this.#files.libc)
        }
  }

  #make({ above, settings }: LimitGroup): void {
    const path = `${above}/${this.#name}`
    this.#makeFolder(path)
    for (const { file, value } of settings) {
      const set = writeInto(this.#files, `${path}/${file}`, String(value))
      if (set < 0) throw failed(`${path}/${file}`, set)
    }
    this.#makeFolder(`${path}/${INNER}`)
  }

  /** One that is there already is somebody else's. */
  #makeFolder(path: string): void {
    const name = cString(path)
    const made = this.#files.libc.call('mkdirat', AT_FDCWD, ptr(name), 0o755)
    if (made < 0) throw failed(path, made)
    this.#made.push(path)
  }

  #enter(path: string, pid: number): void {
    const moved = writeInto(this.#files, `${path}/cgroup.procs`, String(pid))
    if (moved < 0) throw failed(`${path}/cgroup.procs`, moved)
  }
}

/** The number of the namespace in which the numbers of processes hold (pid_namespaces(7)): `pid:[4026531836]`. */
function pidNamespace(files: Files): string {
  const link = files.readLink('/proc/self/ns/pid')
  return typeof link === 'string' ? link.slice('pid:['.length, -1) : '0'
}

/** A name of jail's form, whose process is gone. Others are never touched, whatever they begin with. */
function isLeftover(name: string, files: Files): boolean {
  const [prefix, namespace, pid = '', chance, ...more] = name.split('-')
  if (prefix !== PREFIX || namespace !== pidNamespace(files) || chance === undefined || more.length > 0)
    return false
  return String(Number.parseInt(pid, 10)) === pid && files.stat(`/proc/${pid}`) === -ERRNO.ENOENT
}

function removeFolder(path: string, libc: Libc): number {
  const name = cString(path)
  return libc.call('unlinkat', AT_FDCWD, ptr(name), AT_REMOVEDIR)
}

/** It still waits at its gate, so it ends at once. */
function end(pid: number, libc: Libc): void {
  libc.call('kill', pid, SIGKILL)
  libc.call('wait4', pid, 0, 0)
}

function failed(path: string, errno: number): JailError {
  return new JailError('launch.limit', `The limit cannot be set: ${path} gives errno ${-errno}.`, {
    fix: 'Write null for that limit, or ask who runs this machine for a control group of your own.',
  })
}
