import type { EnvRule } from '../policy/policy.ts'
import type { WeakeningId } from '../policy/weakenings.ts'
import type { Op } from './op.ts'

/** Something of the policy that has no effect on this machine today, and why. */
export type Skipped = {
  readonly path: string
  readonly word: string
  readonly because: string
  readonly from: string
  readonly at?: string
  /** Said at the start: the person typed it, or it leaves a gap. */
  readonly told: boolean
}

/** Something that this machine cannot enforce as the policy asks. */
export type Weakening = {
  readonly id: WeakeningId
  readonly what: string
  readonly because: string
  readonly fix: string
}

/** What is made on the host before the start: a folder with mode 0700, or a file with this content and mode 0600. */
export type HostPlace = {
  readonly path: string
  readonly why: string
  readonly content?: string
  /** There while the box runs, and taken away after it. */
  readonly lent?: true
}

/** A control group that is made for a box: in which one, and what is written into it before the box is in it. */
export type LimitGroup = {
  readonly above: string
  readonly settings: readonly { readonly file: string; readonly value: number }[]
}

/** A scope of systemd that is asked for: on this socket, to be found below this mount of control groups. */
export type LimitScope = {
  readonly socket: string
  readonly mount: string
  /** Each property of systemd, and the file of its control group that shows that it is in force. */
  readonly properties: readonly { readonly name: string; readonly file: string; readonly value: number }[]
}

/** What holds the limits of a box. */
export type Limits = {
  readonly groups: readonly LimitGroup[]
  readonly scope: LimitScope | undefined
  /** How many processes and threads the user namespace of the box may have: RLIMIT_NPROC, set in it. */
  readonly ownProcesses: number | undefined
}

/** All that is decided about one start. `explain`, `--dry-run`, `run` and `verify` take this very value. */
export type Plan = {
  readonly ops: readonly Op[]
  /** The command as executed inside: an absolute path and its arguments. */
  readonly argv: readonly string[]
  /** Whether the program lies where the box shows it: a rule may hide the very thing that is to be started. */
  readonly isCommandVisible: boolean
  readonly env: ReadonlyMap<string, string>
  /** The rule behind each variable that is passed, set or dropped; those without one are jail's own. */
  readonly envOrigins: ReadonlyMap<string, EnvRule>
  readonly chdir: string
  readonly hostname: string
  readonly network: 'open' | 'none'
  readonly limits: Limits
  /** Whether signals and connections to abstract unix sockets end at the box (Landlock's scopes). */
  readonly scoped: boolean
  /** Whether the command may make user namespaces of its own. */
  readonly nested: boolean
  readonly create: readonly HostPlace[]
  readonly skipped: readonly Skipped[]
  readonly weakened: readonly Weakening[]
  /** What the person should know at the start, as whole sentences. */
  readonly notices: readonly string[]
  /** Variables that were asked for but lead to something hidden. */
  readonly droppedEnv: readonly string[]
  /** Variables left out since they have the value of a secret that stays outside, with its name. */
  readonly twins: ReadonlyMap<string, string>
}
