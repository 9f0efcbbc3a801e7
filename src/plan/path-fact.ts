import type { Caller, PathFact, PresentPath } from '../host/facts.ts'

/**
 * Whether the mode bits let the caller read (4), write (2) or search (1) inside. Root has no more than its bits there:
 * the box drops every capability, so CAP_DAC_OVERRIDE does not count (capabilities(7)).
 */
export function mayAccess(fact: PresentPath, caller: Caller, bit: 1 | 2 | 4): boolean {
  if (fact.uid === caller.uid) return (fact.mode & (bit << 6)) !== 0
  if (caller.gid === fact.gid || caller.groups.includes(fact.gid)) return (fact.mode & (bit << 3)) !== 0
  return (fact.mode & bit) !== 0
}

/** Where a path is or would be without links. */
export function realOf(path: string, fact: PathFact | undefined): string {
  return fact && 'real' in fact ? fact.real : path
}
