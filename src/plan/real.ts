import type { Link, PathFact } from '../host/facts.ts'
import { nameOf } from '../policy/paths.ts'

/** A path without links, as far as they could be followed; the path itself where nothing is known of it. */
export function realOf(path: string, fact: PathFact | undefined): string {
  return fact && 'real' in fact ? fact.real : path
}

/** Whether the last component of a path is itself a link: its folder without links, and its name, is where one was met. */
export function isLink(path: string, links: readonly Link[]): boolean {
  return links.some((link) => nameOf(link.at) === nameOf(path))
}
