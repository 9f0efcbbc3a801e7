import { isWithin } from '../policy/paths.ts'
import type { Box, Place } from './explanation.ts'

/** What is seen at a path: something, nothing, a link, or that nobody can tell. */
export type Sight = 'there' | 'absent' | 'unknown' | { readonly to: string }

/**
 * Looks at one path whose folders hold no link: `inside` as the box has it, `host` where that lies on the host, or
 * undefined where the box does not show the host.
 */
export type Look = (inside: string, host: string | undefined) => Sight

/** Where a path leads inside. */
export type Followed = {
  readonly path: string
  readonly place: Place
  readonly sight: Exclude<Sight, object>
}

/** Linux gives up after 40 links on one path (path_resolution(7)). */
const MOST_LINKS = 40

/** What stands for the root where the plan does not close it. */
const ROOT: Place = { path: '/', access: 'empty', why: 'nothing is granted there', from: 'fixed' }

const BLIND: Look = () => 'unknown'

/**
 * Follows an absolute path through the links of the plan, and those that `look` sees, as the kernel does
 * (path_resolution(7)). Undefined when links lead in a circle.
 */
export function follow(box: Pick<Box, 'places'>, path: string, look: Look = BLIND): Followed | undefined {
  const pending = path.split('/')
  let real = ''
  let links = 0
  let sight: Exclude<Sight, object> | 'stale' = 'stale'
  while (pending.length > 0) {
    const part = pending.shift()
    if (part === '' || part === '.') continue
    if (part === '..') {
      real = real.slice(0, Math.max(0, real.lastIndexOf('/')))
      sight = 'stale'
      continue
    }
    const here = `${real}/${part}`
    const found = sightAt(box, here, look)
    if (typeof found !== 'object') {
      sight = found
      real = here
      continue
    }
    if (++links > MOST_LINKS) return undefined
    if (found.to.startsWith('/')) real = ''
    sight = 'stale'
    pending.unshift(...found.to.split('/'))
  }
  const end = real === '' ? '/' : real
  // No link is met here: every folder of it was walked.
  const again = sight === 'stale' ? sightAt(box, end, look) : sight
  return { path: end, place: placeAt(box, end), sight: typeof again === 'object' ? 'unknown' : again }
}

function sightAt(box: Pick<Box, 'places'>, here: string, look: Look): Sight {
  const place = placeAt(box, here)
  if (place.access === 'link') return { to: place.to ?? '/' }
  // An empty place stands there: whatever is on the host is nobody's business.
  return place.access === 'hidden' ? 'unknown' : look(here, hostPath(place, here))
}

/** Where a path of the box lies on the host; undefined where the box has something of its own. */
function hostPath({ access, path, source = path }: Place, here: string): string | undefined {
  return access === 'read' || access === 'write' || access === 'protected' || access === 'keep'
    ? source + here.slice(path.length)
    : undefined
}

/**
 * The place that decides for a path: the last in the order in which they are made that it lies in. A link is only
 * itself, and a folder that is bound once more to pin it decides nothing.
 */
export function placeAt({ places }: Pick<Box, 'places'>, path: string): Place {
  const found = places.findLast(
    (place) =>
      place.word !== 'pin' && (place.access === 'link' ? place.path === path : isWithin(path, place.path)),
  )
  return found ?? ROOT
}
