import type { Caller, Link, PathFact, PresentPath } from '../host/facts.ts'
import { mayAccess } from './access.ts'

/** A path without links, as far as they could be followed; the path itself where nothing is known of it. */
export function realOf(path: string, fact: PathFact | undefined): string {
  return fact && 'real' in fact ? fact.real : path
}

/**
 * Whether the last component of an absolute path is itself a link. `links`: all that were met on the way, in order. By the
 * name alone it cannot be told: in `a/b/a` the first `a` may be the link.
 */
export function isLink(path: string, links: readonly Link[]): boolean {
  if (links.length === 0) return false
  const pending = path.split('/')
  let real = ''
  let met = 0
  while (pending.length > 0) {
    const part = pending.shift()
    if (part === '' || part === '.') continue
    if (part === '..') {
      real = real.slice(0, Math.max(0, real.lastIndexOf('/')))
      continue
    }
    const here = `${real}/${part}`
    const link = links[met]
    if (link?.at !== here) {
      real = here
      continue
    }
    // What follows the last component is the text of links.
    if (pending.length === 0) return true
    met++
    if (link.to.startsWith('/')) real = ''
    pending.unshift(...link.to.split('/'))
  }
  return false
}

/** What is found at the end of a path, as a place of the box with the same name. */
export function placeOf(fact: PresentPath, caller: Caller) {
  const { real, kind, size } = fact
  return { path: real, kind, size, readable: mayAccess(fact, caller, 4), source: real }
}
