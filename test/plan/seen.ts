import type { Op } from '../../src/plan/op.ts'
import { isWithin } from '../../src/policy/paths.ts'

/**
 * What stands at a path of the box after all operations, by bwrap's own rule: each lies over what was there before.
 * `host` is the host's file itself, `copy` one that is thrown away, `own` something of jail's.
 */
export type Seen = 'nothing' | 'own' | `${'host' | 'copy'} ${string} ${'ro' | 'rw'}`

export function seenAt(ops: readonly Op[], path: string): Seen {
  let seen: Seen = 'nothing'
  for (const op of ops) {
    if (!isWithin(path, op.path)) continue
    if (op.kind === 'bind') seen = `host ${op.source}${path.slice(op.path.length)} ${op.access}`
    else if (op.kind === 'tmpfs') seen = op.path === path ? 'own' : 'nothing'
    else if (op.kind === 'data' && op.path === path) seen = dataSeen(op)
    else if (op.kind !== 'data' && op.kind !== 'remount-ro' && op.path === path) seen = 'own'
  }
  return seen
}

function dataSeen(op: Extract<Op, { kind: 'data' }>): Seen {
  if (op.content.kind !== 'file') return 'own'
  return `copy ${op.content.path} ${op.onto === 'over-rw' || op.mode === '0600' ? 'rw' : 'ro'}`
}

/** One word for what an operation does, for tables. */
export function opName(op: Op): string {
  switch (op.kind) {
    case 'bind':
      return `${op.access} ${op.path}${op.source === op.path ? '' : ` = ${op.source}`}`
    case 'symlink':
      return `link ${op.path} -> ${op.to}`
    case 'data':
      return op.content.kind === 'file' ? `copy ${op.path} ${op.onto}` : `empty file ${op.path}`
    case 'tmpfs':
      return op.mode === '0500' ? `empty ${op.path}` : `scratch ${op.path}`
    default:
      return `${op.kind} ${op.path}`
  }
}
