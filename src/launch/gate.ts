import { ptr } from 'bun:ffi'
import type { ExpectedMount, Launch } from '../plan/encode.ts'
import type { Files } from '../sys/files.ts'
import type { Descriptors } from './descriptors.ts'
import { MountTable } from './mount-table.ts'
import { wakeBySignal } from './wake.ts'

const POLLIN = 1
const MSG_NOSIGNAL = 0x4000
const F_SETFL = 4

/** A place at which the box has not what was planned, and what it has there. */
export type Moved = { readonly path: string; readonly found: string }

/**
 * The last look before the command starts. What bwrap mounts it finds by path, and so does jail when it makes the plan.
 * In between, another box with the same project can put a link where a folder was: then the target would be seen inside,
 * or a protection would land somewhere else. No bwrap can rule that out for a path that another box writes (`--bind-fd`
 * compares source and destination, which are the same file where a place is bound onto itself, mounted or not). So the
 * start shim tells what is really mounted, and waits. From then on the mounts hold on to what they show (mount(2)).
 */
export class Gate {
  readonly #files: Files
  readonly #fd: number
  readonly #line: Pick<Launch, 'mounts'>
  readonly #descriptors: Descriptors
  readonly #parts: Uint8Array[] = []
  #host: MountTable | undefined
  #isWaiting = true
  #moved: Moved | undefined

  constructor(files: Files, descriptors: Descriptors, { gate, line }: GateOfBox) {
    this.#files = files
    this.#descriptors = descriptors
    this.#fd = gate
    this.#line = line
  }

  /** Whether the command still waits for an answer, or the box for being made. */
  get isWaiting(): boolean {
    return this.#isWaiting
  }

  /** Why there was no answer: then the shim has ended the box. */
  get moved(): Moved | undefined {
    return this.#moved
  }

  /** Reads what the host has mounted, while the box is made. */
  prepare(): void {
    this.#host = hostMounts(this.#files)
  }

  /** Has a signal sent when the box tells something. */
  wakeBySignal(): void {
    wakeBySignal(this.#files.libc, this.#fd)
  }

  /**
   * Reads what the box has told since the last look, without waiting, and answers when that is all.
   */
  look(): void {
    while (this.#isWaiting && this.#hasSome()) this.#read()
  }

  #read(): void {
    const bytes = this.#files.readStream(this.#fd)
    this.#parts.push(bytes)
    // No more bytes: bwrap has ended, which jail will see.
    if (bytes.length === 0) this.#isWaiting = false
    else if (bytes.at(-1) === 0) {
      this.#judge(new TextDecoder().decode(Buffer.concat(this.#parts)))
      this.#answer()
    }
  }

  #judge(mountinfo: string): void {
    const box = new MountTable(mountinfo)
    const { mounts } = this.#line
    const moved = findMoved(mounts, this.#host ?? hostMounts(this.#files), box)
    // An automounter may have mounted something meanwhile.
    this.#moved = moved && findMoved(mounts, hostMounts(this.#files), box)
  }

  #answer(): void {
    this.#isWaiting = false
    this.#files.libc.call('fcntl', this.#fd, F_SETFL, 0)
    const go = new Uint8Array(1)
    if (this.#moved) this.#descriptors.drop(this.#fd)
    else this.#files.libc.call('sendto', this.#fd, ptr(go), go.length, MSG_NOSIGNAL)
  }

  /** ppoll(2): struct pollfd is the number in 4 bytes, the wanted and the found events in 2 each. */
  #hasSome(): boolean {
    const poll = new Int32Array([this.#fd, POLLIN])
    const limit = new BigInt64Array(2)
    return this.#files.libc.call('ppoll', ptr(poll), 1, ptr(limit)) > 0
  }
}

type GateOfBox = { readonly gate: number; readonly line: Pick<Launch, 'mounts'> }

function hostMounts(files: Files): MountTable {
  const text = files.readText('/proc/self/mountinfo')
  return new MountTable(typeof text === 'string' ? text : '')
}

/** The first mount that is not what it must be; undefined when all are. Each operation makes one, so none is elsewhere. */
export function findMoved(
  expected: readonly ExpectedMount[],
  host: MountTable,
  box: MountTable,
): Moved | undefined {
  for (const { path, source, readOnly } of expected) {
    const mounted = box.at(path)
    if (!mounted) return { path, found: 'nothing is mounted there' }
    if (source === undefined) {
      if (mounted.type !== 'tmpfs') return { path, found: `a mount of ${mounted.type} is there` }
      continue
    }
    const shown = host.shownAt(source)
    const isSource = shown
      ? shown.device === mounted.device && shown.root === mounted.root
      : mounted.root.endsWith(source)
    if (!isSource) return { path, found: `${mounted.root} of device ${mounted.device} is mounted there` }
    if (readOnly && !mounted.readOnly) return { path, found: 'it is mounted writable' }
  }
  return undefined
}
