import type { Bwrap } from '../host/facts.ts'
import { boxWords, type Content, type Options, opWords, type Word } from './op.ts'
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
  }
}
