import { isWithin } from '../policy/paths.ts'
import { type Op, type Reason, reasonOf } from './op.ts'

/** A file of which the box has a copy that is written back at the end. It has the same path inside and on the host. */
export type Kept = Reason & {
  readonly path: string
  /** Whether it is there at the start. */
  readonly isThere: boolean
  /** The scratch space that the copy lies in, where it can be replaced; undefined when it is a mount of its own. */
  readonly space: string | undefined
}

/** All that is to be known for keeping files, once a start is decided. Plain values. */
export type KeepQuestion = {
  readonly kept: readonly Kept[]
  readonly home: string
  readonly stateHome: string
  /** Why the box of this bwrap cannot be looked into; null when it can. */
  readonly whyNot: string | null
}

/**
 * Why a box cannot be looked into: without `--block-fd` it does not wait, and what root's bwrap makes for others they
 * cannot open (proc_pid_root(5)). Null when it can.
 */
export function whyUnkeepable({
  setuid,
  options,
}: {
  readonly setuid: boolean
  readonly options: readonly string[]
}): string | null {
  if (setuid) return 'bwrap is setuid here, so its boxes cannot be looked into'
  return options.includes('--block-fd') ? null : 'this bwrap has no --block-fd'
}

/** What is kept of a plan with these operations, in their order. */
export function keptOf(ops: readonly Op[]): Kept[] {
  return ops.flatMap((op) => {
    if (op.word !== 'keep' || (op.kind !== 'data' && op.kind !== 'await')) return []
    const isLoose = op.kind === 'await' || op.onto === 'tmpfs'
    const space = isLoose ? spaceAround(op.path, ops) : undefined
    return [{ path: op.path, isThere: op.kind === 'data', space, ...reasonOf(op) }]
  })
}

function spaceAround(path: string, ops: readonly Op[]): string | undefined {
  let found: string | undefined
  for (const op of ops)
    if (op.kind === 'tmpfs' && isWithin(path, op.path) && op.path.length >= (found?.length ?? 0))
      found = op.path
  return found
}

/** What became of a kept file inside. `other`: something that is no regular file. */
export type Left = Uint8Array | 'absent' | 'other' | 'too-large' | 'unreadable'

/** Largest file that is kept, in bytes. */
export const MOST_KEPT = 2 ** 24

/**
 * Whether what a box left is to be written over what it got (undefined: there was nothing): `same` when nothing changed,
 * `write`, or why it is not sound, as the end of a sentence. A command that is killed while it writes leaves half a file.
 */
export function judgeLeft(
  got: Uint8Array | undefined,
  left: Left,
): 'same' | 'write' | { readonly unsound: string } {
  if (left === 'absent') return got === undefined ? 'same' : { unsound: 'it was removed inside' }
  if (left === 'other') return { unsound: 'what the command left there is no regular file' }
  if (left === 'too-large') return { unsound: `the command left more than ${MOST_KEPT} bytes there` }
  if (left === 'unreadable') return { unsound: 'what the command left there cannot be read' }
  if (got === undefined) return 'write'
  if (isSame(got, left)) return 'same'
  if (left.length === 0) return { unsound: 'the command left it empty' }
  return isJson(got) && !isJson(left) ? { unsound: 'it was JSON, and what the command left is not' } : 'write'
}

/** Whether two contents are the same. */
export function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, at) => byte === b[at])
}

function isJson(bytes: Uint8Array): boolean {
  try {
    JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return true
  } catch {
    return false
  }
}
