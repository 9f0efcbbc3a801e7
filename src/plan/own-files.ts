import { JailError } from '../errors.ts'
import type { Facts, OwnPlace, PathFact } from '../host/facts.ts'
import { isWithin, parentOf } from '../policy/paths.ts'
import type { Node, Nodes } from './node.ts'
import type { HostPlace } from './plan.ts'

/** Stronger than every layer: no rule opens it again. */
const LAST_LAYER = Number.MAX_SAFE_INTEGER
const WHY = 'it decides what later runs of jail may do'

/**
 * The places with jail's own files kept read-only or hidden, at their real paths, whatever the policy says: who can
 * write them decides what the next run shows. Throws `policy.own-files` when a grant names one of them, or when a link
 * that leads to one lies in a writable place, where it can be replaced.
 */
export function guardOwnFiles(places: Nodes, facts: Facts): Nodes {
  const nodes = new Map(places.nodes)
  const create: HostPlace[] = [...places.create]
  // What is kept is written, too, only later.
  const written = [...nodes.values()].filter(({ word }) => word === 'write' || word === 'keep')
  for (const own of facts.own) {
    if (!('real' in own.fact)) continue
    refuseGrant(own, own.fact.real, written, facts)
    refuseReplaceable(own, own.fact, nodes)
    const guard = guarded(own, own.fact, nodes)
    if (guard) nodes.set(guard.path, guard)
    if (guard && own.mayBeMade) create.push({ path: guard.path, why: WHY })
  }
  return { ...places, nodes, create }
}

type Known = Exclude<PathFact, { state: 'unknown' }>

function refuseGrant({ path }: OwnPlace, real: string, written: readonly Node[], { project }: Facts): void {
  const isProject = isWithin(project.path, real)
  const grant = written.find((node) => isWithin(node.path, real))
  if (grant === undefined && !isProject) return
  const what = isProject
    ? `The project would be ${project.path}`
    : `${grant?.at ?? grant?.from}: ${grant?.word} ${grant?.path} is not allowed`
  throw new JailError(
    'policy.own-files',
    `${what}: ${path} is jail's own and decides about later runs, so it is never writable inside.`,
    {
      fix: isProject ? 'Go into another folder.' : 'Leave it out, and change that file outside of the jail.',
    },
  )
}

/** A link cannot be mounted over, so it cannot be kept (mount(8)); only the folder that it lies in could. */
function refuseReplaceable({ path }: OwnPlace, fact: Known, nodes: ReadonlyMap<string, Node>): void {
  const loose = fact.links.find((link) => writableAround(parentOf(link.at), nodes))
  const isOpenEnd = fact.state === 'dangling' && writableAround(fact.real, nodes) !== undefined
  if (loose === undefined && !isOpenEnd) return
  const at = loose?.at ?? fact.real
  const around = writableAround(parentOf(at), nodes)
  throw new JailError(
    'policy.own-files',
    `${path} is jail's own, and ${loose ? `the link ${at} on the way to it` : `${at}, which it leads to,`} lies in ${around?.path}, which would be writable inside.`,
    {
      fix: `Put the file itself in the place of the link, or do not make ${around?.path} writable (${around?.from}).`,
    },
  )
}

/** The place that keeps it closed; undefined where nothing is needed. */
function guarded(own: OwnPlace, fact: Known, nodes: ReadonlyMap<string, Node>): Node | undefined {
  const at = nodes.get(fact.real)
  if (at) return isSafe(at) ? { ...at, pinned: true } : undefined
  if (writableAround(fact.real, nodes) === undefined) return undefined
  const isPresent = fact.state === 'present'
  if (!isPresent && !own.mayBeMade) return undefined
  return {
    path: fact.real,
    word: 'protect',
    kind: isPresent ? fact.kind : 'folder',
    layer: LAST_LAYER,
    size: 0,
    readable: true,
    source: fact.real,
    why: WHY,
    from: 'fixed',
  }
}

/**
 * The writable place that a path lies in, by which it or a folder around it can be replaced. What is only read in it
 * does not stop that: a folder above could be moved aside.
 */
function writableAround(path: string, nodes: ReadonlyMap<string, Node>): Node | undefined {
  for (let here = path; here !== '/'; here = parentOf(here)) {
    const node = nodes.get(here)
    if (node?.word === 'write') return node
    if (node && !isSafe(node)) return undefined
  }
  return undefined
}

/** Whether what stands there is shown and does not change the host while the box runs. */
function isSafe({ word }: Node): boolean {
  return word === 'read' || word === 'copy' || word === 'keep'
}
