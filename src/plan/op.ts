import type { PathWord } from '../policy/words.ts'

/**
 * The operations of a plan and, nowhere else, the words of bwrap that they become. Source: bwrap(1).
 * Operations run in the order of the list, so a folder must come before what lies in it.
 */

/** Why an operation is there, which layer asked for it, and where that stands in a file of a person. */
export type Reason = { readonly why: string; readonly from: string; readonly at?: string }

/** The reason alone of what carries one. */
export function reasonOf({ why, from, at }: Reason): Reason {
  return at === undefined ? { why, from } : { why, from, at }
}

/** What travels by descriptor instead of by name, so that no named temporary file is ever needed. */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array; readonly what: string }
  /** A file of the host, copied at the start. */
  | { readonly kind: 'file'; readonly path: string }

export type Op = Reason & {
  readonly path: string
  /** The word of the policy, or the need of jail's own, that it comes from. */
  readonly word?: PathWord | 'cache' | 'pin'
} & (
    | { readonly kind: 'bind'; readonly access: 'ro' | 'rw'; readonly source: string }
    | { readonly kind: 'tmpfs'; readonly mode: string; readonly bytes: number }
    | { readonly kind: 'symlink'; readonly to: string }
    /** `tmpfs`: a file made in a tmpfs of ours. `over`: bound over what is there, so that the host's file is not touched. */
    | {
        readonly kind: 'data'
        readonly content: Content
        readonly mode: string
        readonly onto: 'tmpfs' | 'over-ro' | 'over-rw'
      }
    | { readonly kind: 'proc' }
    | { readonly kind: 'dev' }
    | { readonly kind: 'remount-ro' }
    /** Not there at the start; what the command makes there is written to the host at the end. */
    | { readonly kind: 'await' }
  )

/** A word of bwrap's line, or a descriptor that is opened at the start. */
export type Word = string | Content

/** Which of bwrap's options this machine has. */
export type Options = { has(option: string): boolean; readonly setuid: boolean }

/** The words of one operation for a bwrap with these options. */
export function opWords(op: Op, options: Options): Word[] {
  switch (op.kind) {
    case 'bind':
      return [op.access === 'ro' ? '--ro-bind' : '--bind', op.source, op.path]
    case 'tmpfs':
      return [...mode(op.mode, options), ...size(op.bytes, options), '--tmpfs', op.path]
    case 'symlink':
      return ['--symlink', op.to, op.path]
    case 'data':
      return dataWords(op, options)
    case 'proc':
      return ['--proc', op.path]
    case 'dev':
      return ['--dev', op.path]
    case 'remount-ro':
      return ['--remount-ro', op.path]
    case 'await':
      return []
  }
}

function dataWords(op: Extract<Op, { kind: 'data' }>, options: Options): Word[] {
  if (op.onto === 'over-rw') return ['--bind-data', op.content, op.path]
  // What is kept is replaced inside and read at the end: it must lie in the scratch space itself, as no mount.
  if (op.word === 'keep') return [...mode(op.mode, options), '--file', op.content, op.path]
  // Before 0.5 a file made by --file is writable for all, which ssh refuses; bound data is 0600 and the person's.
  if (!options.has('--perms') && op.mode === '0600') return ['--bind-data', op.content, op.path]
  if (op.onto === 'over-ro' || !options.has('--perms')) return ['--ro-bind-data', op.content, op.path]
  return [...mode(op.mode, options), '--file', op.content, op.path]
}

function mode(octal: string, options: Options): string[] {
  return options.has('--perms') ? ['--perms', octal] : []
}

/** --size is refused in setuid mode (bwrap(1)). */
function size(bytes: number, options: Options): string[] {
  return bytes > 0 && canLimitTmpfs(options) ? ['--size', String(bytes)] : []
}

/** Whether a tmpfs can have a size limit: since 0.7.0, and not in setuid mode. */
export function canLimitTmpfs(options: Options): boolean {
  return options.has('--size') && !options.setuid
}

/** Whether bwrap itself can refuse new user namespaces inside: since 0.8.0, and not in setuid mode. */
export function canDisableUserns(options: Options): boolean {
  return options.has('--disable-userns') && !options.setuid
}

/** The part of the line that is not an operation on a path. */
export type BoxWords = {
  readonly hostname: string
  readonly isolateNetwork: boolean
  /** New user namespaces inside are allowed. */
  readonly nested: boolean
  readonly chdir: string
  readonly seccomp: Content
}

/**
 * The box ends with who started it. A pasted line leaves that to bwrap; jail hands it to its own first process of the
 * box instead (src/launch/box.ts), since a bwrap that is killed while it makes its namespaces leaves a child behind.
 */
export const DIES_WITH_JAIL = '--die-with-parent'

/**
 * Namespaces, capabilities, filter and place. `--unshare-user` stands by name: `--unshare-all` skips it silently for
 * root. As root the box would keep the caller's capabilities without `--cap-drop ALL`.
 */
export function boxWords(box: BoxWords, options: Options): Word[] {
  return [
    DIES_WITH_JAIL,
    '--unshare-user',
    ...(canDisableUserns(options) && !box.nested ? ['--disable-userns'] : []),
    '--unshare-pid',
    '--unshare-ipc',
    '--unshare-uts',
    '--unshare-cgroup-try',
    ...(box.isolateNetwork ? ['--unshare-net'] : []),
    '--hostname',
    box.hostname,
    '--cap-drop',
    'ALL',
    '--seccomp',
    box.seccomp,
    '--chdir',
    box.chdir,
  ]
}
