import type { Bwrap } from '../host/facts.ts'
import { type Detachable, detachable } from './detachable.ts'
import { boxWords, type Content, type Op, type Options, opWords, type Word } from './op.ts'
import type { Limits, Plan } from './plan.ts'

/** What is handed to the kernel: bwrap's words (a Content stands for the number of its descriptor) and the environment. */
export type Launch = {
  readonly file: string
  readonly words: readonly Word[]
  readonly argv: readonly string[]
  readonly env: ReadonlyMap<string, string>
  /** bwrap is started in a Landlock domain, so that no signal and no connection to an abstract socket leaves the box. */
  readonly scoped: boolean
  /** What bwrap is put into before it starts, and what the command is held by. */
  readonly limits: Limits
  /** What the box must have mounted before the command may start. */
  readonly mounts: readonly ExpectedMount[]
}

/** A mount that must stand at `path` of the box: the host's `source`, or something of ours where there is none. */
export type ExpectedMount = {
  readonly path: string
  readonly source: string | undefined
  readonly readOnly: boolean
  /** Set where something outside can take the mount away while the box runs. */
  readonly again?: Detachable
}

export function optionsOf(bwrap: Bwrap): Options {
  const known = new Set(bwrap.options)
  return { has: (option) => known.has(option), setuid: bwrap.setuid }
}

/** The exact line of bwrap for a plan. `--dry-run` prints this value and `run` starts it. */
export function encode(plan: Plan, bwrap: Bwrap, seccomp: Content): Launch {
  const options = optionsOf(bwrap)
  const { hostname, nested, chdir } = plan
  const box = { hostname, nested, isolateNetwork: plan.network === 'none', chdir, seccomp }
  return {
    file: bwrap.path,
    words: [...boxWords(box, options), ...plan.ops.flatMap((op) => opWords(op, options))],
    argv: plan.argv,
    env: plan.env,
    scoped: plan.scoped,
    limits: plan.limits,
    mounts: mountsOf(plan.ops),
  }
}

function mountsOf(ops: readonly Op[]): ExpectedMount[] {
  const found = detachable(ops)
  return ops.flatMap(mountOf).map((mount) => {
    const again = found.get(mount.path)
    return again ? { ...mount, again } : mount
  })
}

/** What a file is made by in a tmpfs of ours is no mount with every bwrap; nobody else has a hand in there. */
function mountOf(op: Op): ExpectedMount[] {
  const { path } = op
  if (op.kind === 'bind') return [{ path, source: op.source, readOnly: op.access === 'ro' }]
  const isOurs = op.kind === 'tmpfs' || (op.kind === 'data' && op.onto !== 'tmpfs')
  return isOurs ? [{ path, source: undefined, readOnly: false }] : []
}
