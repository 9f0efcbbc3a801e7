import type { Link } from '../host/facts.ts'
import { isGrant } from '../policy/claims.ts'
import { isBelow } from '../policy/paths.ts'
import { type Node, nearest } from './node.ts'
import { reserved } from './refuse-rule.ts'

/** The links that the box itself may have made, in an earlier run: those in what can be written. */
export class Linked {
  readonly #writables: readonly string[]

  /** `writables`: real paths. */
  constructor(writables: readonly string[]) {
    this.#writables = writables.filter((real) => reserved({ word: 'write' }, real) === undefined)
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
