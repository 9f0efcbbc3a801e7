import type { Link } from '../../src/host/facts.ts'
import type { Node, Nodes } from '../../src/plan/node.ts'

/** A place as `collectNodes` makes it. A path that ends in `.file` is a file, any other a folder. */
export function place(word: Node['word'], path: string, more: Partial<Node> = {}): Node {
  return {
    path,
    word,
    kind: path.endsWith('.file') ? 'file' : 'folder',
    layer: 0,
    size: 10,
    readable: true,
    source: path,
    why: `${word} ${path}`,
    from: 'test',
    ...more,
  }
}

export function placesOf(nodes: readonly Node[], links: readonly Link[] = []): Nodes {
  return {
    nodes: new Map(nodes.map((node) => [node.path, node])),
    links: new Map(links.map(({ at, to }) => [at, { path: at, to, why: 'a link', from: 'test' }])),
    skipped: [],
    create: [],
    ledOut: [],
  }
}
