import { findAccount } from '../gather/accounts.ts'
import { isRemote, mountOf, parseMounts } from '../gather/mounts.ts'
import type { OnMount, Place } from '../places.ts'
import { walkerFor } from '../silence.ts'
import type { Walker } from '../walk.ts'
import { type Gatherer, type Ground, Unknown } from './gatherer.ts'

/** /tmp, where bwrap puts its own work folder. */
export const temporary: Gatherer<'temporary'> = {
  facet: 'temporary',
  limitMs: 3000,
  gather: async (ground) => placeAt('/tmp', await walkerFor(['/tmp'], ground.files), ground),
}

/** File systems that encrypt what they hold, file by file. */
const ENCRYPTING = ['ecryptfs', 'fuse.gocryptfs', 'fuse.encfs', 'fuse.cryfs', 'fuse.securefs']

/** The home folder: that of HOME, else of the account. It is looked at without a caller, whom a wrong home would refuse. */
export const home: Gatherer<'home'> = {
  facet: 'home',
  limitMs: 3000,
  async gather(ground) {
    const named = ground.env['HOME'] || findAccount(ground.uid, ground.files)?.entry.home
    if (named === undefined) throw new Unknown('HOME is not set, and no account says where home is')
    if (!named.startsWith('/')) throw new Unknown(`HOME is ${JSON.stringify(named)}, no absolute path`)
    const place = placeAt(named, await walkerFor([named], ground.files), ground)
    return { ...place, named, encrypted: ENCRYPTING.includes(place.mount?.type ?? '') }
  },
}

/** A folder by its name, and what it lies on. */
export function placeAt(named: string, walker: Walker, ground: Ground): Place {
  const fact = walker.resolve(named)
  const nothing = { uid: null, mode: null, writable: false }
  if (fact.state === 'unknown')
    return { path: named, state: 'silent', ...nothing, mount: mountAt(named, ground) }
  const { state, real } = fact
  if (state !== 'present') return { path: real, state, ...nothing, mount: mountAt(real, ground) }
  return {
    path: real,
    state: fact.kind === 'folder' ? 'folder' : 'other',
    uid: fact.uid,
    mode: fact.mode,
    writable: ground.files.may(real, WRITE_AND_SEARCH),
    mount: mountAt(real, ground),
  }
}

const WRITE_AND_SEARCH = 2 | 1

/** The mount below a path without links; null without /proc. */
export function mountAt(real: string, ground: Ground): OnMount {
  const mount = mountOf(real, parseMounts(ground.text('/proc/self/mountinfo') ?? ''))
  return mount ? { ...mount, remote: isRemote(mount.type) } : null
}

/** A walker for the files of the system, which works also where there is no usable home. */
export async function systemWalker(ground: Ground): Promise<Walker> {
  try {
    return await ground.walker()
  } catch {
    // Its reason is told by the facets of the person; the system is there all the same.
    return walkerFor([], ground.files)
  }
}
