import type { Arranged } from './arrange.ts'
import type { Nodes } from './node.ts'
import type { Skipped } from './plan.ts'

/** What is to be kept, is not there, and cannot be made where it would be kept from. */
export function notAwaited({ nodes }: Pick<Nodes, 'nodes'>, box: Arranged): Skipped[] {
  const found: Skipped[] = []
  for (const { path, word, absent, from, at } of nodes.values()) {
    if (word !== 'keep' || !absent || box.ops.some((op) => op.kind === 'await' && op.path === path)) continue
    const because =
      box.coverOf(path) === 'rw'
        ? 'it does not exist; what is made there stays anyway'
        : 'it does not exist, and nothing can be made there'
    found.push({ path, word, because, from, ...(at === undefined ? {} : { at }), told: true })
  }
  return found
}
