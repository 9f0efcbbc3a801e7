import type { Link } from '../host/facts.ts'
import { isGrant } from '../policy/claims.ts'
import { isBelow, isWithin } from '../policy/paths.ts'
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

  /**
   * Whether a grant that comes by such a link shows or opens nothing that is not writable, or seen, without it. What
   * `waiting` grants may itself be led away by one.
   */
  isInReach(
    { word, path }: Node,
    nodes: ReadonlyMap<string, Node>,
    waiting: readonly { readonly node: Node }[],
  ): boolean {
    const isWritable = this.#writables.some(
      (folder) => isWithin(path, folder) && !waiting.some(({ node }) => node.path === folder),
    )
    const around = nearest(nodes, path, (node) => node.word !== 'protect')
    return isWritable || (word === 'read' && around !== undefined && isGrant(around.word))
  }
}
