import type { Link, PresentPath } from '../host/facts.ts'
import { parentOf } from '../policy/paths.ts'
import type { Rule } from '../policy/policy.ts'
import type { PathWord } from '../policy/words.ts'
import type { Reason } from './op.ts'
import type { HostPlace, Skipped } from './plan.ts'

/** One place of the box, at its real path. `tmpfs` is an empty place of ours, `cache` a folder of jail's own state. */
export type Node = Reason & {
  readonly path: string
  readonly word: PathWord | 'tmpfs' | 'cache'
  readonly kind: PresentPath['kind']
  readonly layer: number
  readonly size: number
  readonly readable: boolean
  /** A copy takes its place even where the host's file is visible: its reader asks who owns it. */
  readonly copied?: boolean
  /** Where it lies on the host; the same path, but for caches. */
  readonly source: string
  /** Found by a pattern: a rule that names the place is more specific. */
  readonly matched?: true
  /** A protection that comes by a link which could be replaced: it takes no other rule's place. */
  readonly weak?: true
  /** The folders around it cannot be moved aside, as around what is protected. */
  readonly pinned?: true
  /** Granted, and read-only because it is protected, too. */
  readonly guarded?: true
  /** Not on this machine: it can be made in a tmpfs of ours only, by jail or, with `keep`, by the command. */
  readonly absent?: true
}

/** A link that is made again inside. Its `at` is that of a reason, where the link of a fact has its path. */
export type MadeLink = Reason & { readonly path: string; readonly to: string }

export type Nodes = {
  readonly nodes: ReadonlyMap<string, Node>
  readonly links: ReadonlyMap<string, MadeLink>
  readonly skipped: readonly Skipped[]
  readonly create: readonly HostPlace[]
  /** Grants that are not given: they leave the writable places by a link which the box could have made. */
  readonly ledOut: readonly LedOut[]
}

export type LedOut = { readonly rule: Rule; readonly node: Node; readonly links: readonly Link[] }

/** The most specific place around a path that counts, itself included. */
export function nearest(
  nodes: ReadonlyMap<string, Node>,
  path: string,
  isCounted: (node: Node) => boolean,
): Node | undefined {
  for (let here = path; ; here = parentOf(here)) {
    const node = nodes.get(here)
    if (node && isCounted(node)) return node
    if (here === '/') return undefined
  }
}

const NEUTRAL: readonly Node['word'][] = ['protect', 'tmpfs', 'cache']

/** Which rule around a grant, or around what it shows, takes away what it would give. */
export function closes(nodes: ReadonlyMap<string, Node>, grant: Node): 'hide' | 'protect' | undefined {
  let isProtected = false
  for (const path of [grant.path, grant.source]) {
    // Neither a protection nor scratch space is what a person shows or hides: what they stand in still counts.
    if (nearest(nodes, path, ({ word }) => !NEUTRAL.includes(word))?.word === 'hide') return 'hide'
    const protection = nearest(nodes, path, () => true)
    isProtected ||= protection?.word === 'protect' || protection?.guarded === true
  }
  return isProtected && grant.word !== 'read' ? 'protect' : undefined
}
