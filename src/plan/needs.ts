import type { Facts } from '../host/facts.ts'
import { isGrant } from '../policy/claims.ts'
import { isWithin } from '../policy/paths.ts'
import type { Policy } from '../policy/policy.ts'
import type { Collector } from './collector.ts'
import { RESOLV_CONF, RESOLV_FOLDERS } from './fixed.ts'
import { nearest } from './node.ts'
import { realOf } from './real.ts'
import { reserved, stateText } from './refuse-rule.ts'

/** Name lookup: the folder of resolv.conf where that is safe; elsewhere the plan hands over a copy. */
export function addResolver(found: Collector, { paths }: Facts): void {
  const fact = paths.get(RESOLV_CONF)
  if (fact?.state !== 'present' || fact.kind !== 'file') {
    const because = fact?.state === 'present' ? 'it is not a file' : stateText(fact)
    found.skipped.push({ path: RESOLV_CONF, word: 'read', because, from: 'fixed', told: false })
    return
  }
  const folder = RESOLV_FOLDERS.find((candidate) => isWithin(fact.real, candidate))
  const place = { word: 'read', why: 'name lookup' } as const
  const etc = found.nodes.get('/etc')?.word
  if (folder !== undefined)
    found.addFound(fact, { ...place, path: folder, kind: 'folder', size: 0, readable: true, source: folder })
  // Where /etc is the host's, its resolv.conf is there, and a link must find its target.
  else if (etc !== 'read' && etc !== 'write') found.addFound(fact, { ...place, path: RESOLV_CONF })
  else if (!isShown(found, fact.real)) found.addFound(fact, place)
}

function isShown({ nodes }: Collector, path: string): boolean {
  const place = nearest(nodes, path, ({ word }) => word !== 'protect')
  return place !== undefined && isGrant(place.word)
}

/** The caches of one project, at the place that npm's setting names. */
export function addCache(
  found: Collector,
  { caller, paths }: Facts,
  { policy, cache }: { readonly policy: Policy; readonly cache: string },
): void {
  const folder = cachePlace(policy)
  if (folder === undefined || !isWithin(folder, caller.home)) return
  const named = realOf(caller.home, paths.get(caller.home)) + folder.slice(caller.home.length)
  const real = realOf(named, paths.get(folder))
  const path = reserved({ word: 'write' }, real) === undefined ? real : named
  const why = 'caches of this project only'
  // As bwrap finds it, which follows links.
  const source = realOf(cache, paths.get(cache))
  found.create.push({ path: source, why })
  if (path !== named) found.addLinks(folder, why)
  found.addFixed(path, { word: 'cache', why, source })
}

/** The folder that caches stand in, as the environment of the box names it. */
export function cachePlace(policy: Policy): string | undefined {
  const place = policy.env.set.find((entry) => entry.name === 'npm_config_cache')?.value
  return place?.slice(0, place.lastIndexOf('/'))
}
