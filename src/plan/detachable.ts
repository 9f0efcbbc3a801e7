import { join, parentOf } from '../policy/paths.ts'
import type { Op } from './op.ts'

/** What must stand at a place again: nothing of the host, or what is there now, read-only or writable but not to be moved. */
export type Standing = 'hidden' | 'read-only' | 'pinned'

/** A mount that something outside can take away, and where on the host what it lies on is. */
export type Detachable = { readonly source: string; readonly as: Standing }

/** What happened to one such place: how often it was replaced, and the errno of a mount that failed. */
export type Replaced = {
  readonly path: string
  readonly as: Standing
  readonly times: number
  readonly errno: number | undefined
}

type Bind = Extract<Op, { kind: 'bind' }>

/**
 * The mounts that lie on a file or folder of the host, by their path. When that is removed on the host, or another is moved
 * onto it, the kernel takes the mount away in the box too (detach_mounts in fs/namespace.c; rename(2) knows EBUSY only for
 * mounts of its own namespace), and the box would see, or could write, what stands there from then on.
 */
export function detachable(ops: readonly Op[]): ReadonlyMap<string, Detachable> {
  const found = new Map<string, Detachable>()
  const mounts = new Map<string, Op>()
  for (const op of ops) {
    const around = enclosing(mounts, op.path)
    if (around?.kind === 'bind') {
      const source = join(around.source, `.${op.path.slice(around.path === '/' ? 0 : around.path.length)}`)
      const as = standing(op, around, source)
      if (as) found.set(op.path, { source, as })
    }
    if (isMount(op)) mounts.set(op.path, op)
  }
  return found
}

function enclosing(mounts: ReadonlyMap<string, Op>, path: string): Op | undefined {
  for (let here = path; here !== '/'; ) {
    here = parentOf(here)
    const op = mounts.get(here)
    if (op) return op
  }
  return undefined
}

function isMount({ kind }: Op): boolean {
  return kind === 'bind' || kind === 'tmpfs' || kind === 'data' || kind === 'proc' || kind === 'dev'
}

/** Undefined where the place without the mount gives no more than with it. */
function standing(op: Op, around: Bind, source: string): Standing | undefined {
  const isWritable = around.access === 'rw'
  if (op.kind !== 'bind' && op.kind !== 'tmpfs' && op.kind !== 'data') return undefined
  if (op.word === 'hide') return 'hidden'
  if (op.kind === 'bind' && op.source === source) {
    if (!isWritable) return undefined
    return op.access === 'ro' ? 'read-only' : 'pinned'
  }
  // A copy of what may be read: the file itself must not become writable.
  return op.kind === 'data' && isWritable ? 'read-only' : undefined
}
