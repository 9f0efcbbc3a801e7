import type { Link, PresentPath } from '../host/facts.ts'
import type { PathWord } from '../policy/words.ts'
import type { Reason } from './op.ts'
import type { HostFolder, Skipped } from './plan.ts'

/** One place of the box, at its real path. `tmpfs` is an empty place of ours, `cache` a folder of jail's own state. */
export type Node = Reason & {
  readonly path: string
  readonly word: PathWord | 'tmpfs' | 'cache'
  readonly kind: PresentPath['kind']
  readonly layer: number
  readonly size: number
  readonly readable: boolean
  /** Where it lies on the host; the same path, but for caches. */
  readonly source: string
  /** Found by a pattern: a rule that names the place is more specific. */
  readonly matched?: true
  /** A protection that comes by a link which could be replaced: it takes no other rule's place. */
  readonly weak?: true
  /** Also protected: the folders around it must not be moved aside. */
  readonly pinned?: true
  /** Not on this machine: it can be made in a tmpfs of ours only. */
  readonly absent?: true
}

export type Nodes = {
  readonly nodes: ReadonlyMap<string, Node>
  readonly links: ReadonlyMap<string, Link & Reason>
  readonly skipped: readonly Skipped[]
  readonly create: readonly HostFolder[]
}
