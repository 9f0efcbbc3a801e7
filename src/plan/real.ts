import type { Caller, Link, PathFact, PresentPath } from '../host/facts.ts'
import { nameOf } from '../policy/paths.ts'
import { mayAccess } from './access.ts'

/** A path without links, as far as they could be followed; the path itself where nothing is known of it. */
export function realOf(path: string, fact: PathFact | undefined): string {
  return fact && 'real' in fact ? fact.real : path
}

/** Whether the last component of a path is itself a link: its folder without links, and its name, is where one was met. */
export function isLink(path: string, links: readonly Link[]): boolean {
  return links.some((link) => nameOf(link.at) === nameOf(path))
}

/** What is found at the end of a path, as a place of the box with the same name. */
export function placeOf(fact: PresentPath, caller: Caller) {
  const { real, kind, size } = fact
  return { path: real, kind, size, readable: mayAccess(fact, caller, 4), source: real }
}
