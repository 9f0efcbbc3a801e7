import type { Facts, Link } from '../host/facts.ts'
import { isGrant } from '../policy/claims.ts'
import { isBelow } from '../policy/paths.ts'
import type { Policy, Rule } from '../policy/policy.ts'
import { type Node, nearest } from './node.ts'
import type { HostPlace } from './plan.ts'
import { isStray } from './project-rules.ts'
import { realOf } from './real.ts'
import { reserved } from './refuse-rule.ts'

/** A grant that waits until all other rules are settled, since it must not open what one of them closed. */
export type Waiting = {
  readonly node: Node
  readonly links: readonly Link[]
  readonly rule: Rule
  readonly made?: HostPlace
}

/** The links that the box itself may have made, in an earlier run: those in what can be written. */
export class Linked {
  readonly #writables: readonly string[]

  /** `pathsOf`: what a path with wildcards stands for. */
  constructor(policy: Policy, facts: Facts, pathsOf: (path: string) => readonly string[]) {
    this.#writables = policy.writes.flatMap((written) =>
      pathsOf(written).flatMap((path) => {
        const fact = facts.paths.get(path)
        // What the project's file grants there is not given.
        const isLedAway = policy.writesOfProject.includes(written) && isStray(fact, facts)
        const real = realOf(path, fact)
        return isLedAway || reserved({ word: 'write' }, real) !== undefined ? [] : [real]
      }),
    )
  }

  isPlanted(links: readonly Link[]): boolean {
    return links.some((link) => this.#writables.some((folder) => isBelow(link.at, folder)))
  }
}

/**
 * Whether a grant of `word` that comes by such a link opens nothing: what it leads to must be writable, or seen, by the
 * other rules. `nodes` are those of all rules but such grants, which may themselves be led away.
 */
export function opensNothing(word: Node['word'], path: string, nodes: ReadonlyMap<string, Node>): boolean {
  const around = nearest(nodes, path, (node) => node.word !== 'protect')
  return around !== undefined && (word === 'read' ? isGrant(around.word) : around.word === 'write')
}
