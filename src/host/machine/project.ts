import { JailError } from '../../errors.ts'
import { refuseProject, refuseUnwritable } from '../../plan/refuse.ts'
import { parentOf } from '../../policy/paths.ts'
import type { Caller, PathFact, Project as Taken } from '../facts.ts'
import { accountOf } from '../gather/accounts.ts'
import { gatherProject } from '../gather/project.ts'
import { isPlaceWritable } from '../gather/state.ts'
import type { Project } from '../places.ts'
import { policyOf } from './box.ts'
import { type Gatherer, type Ground, Unknown } from './gatherer.ts'
import { placesOf } from './ground.ts'
import { mountAt } from './place.ts'

/** The folder that a run here would make writable, judged as the run judges it. */
export const project: Gatherer<'project'> = {
  facet: 'project',
  limitMs: 3000,
  async gather(ground) {
    const caller = ground.caller()
    const walker = await ground.walker()
    let taken: Taken
    try {
      taken = gatherProject(caller, undefined, walker, ground.files)
    } catch (error) {
      const refusal = refusalIn(error)
      return { path: caller.cwd.real, why: null, refusal, mount: mountAt(caller.cwd.real, ground) }
    }
    const home = walker.resolve(caller.home)
    const refusal = refusalOf(taken, { caller, home, fact: walker.resolve(taken.named) }, ground)
    return { path: taken.path, why: taken.why, refusal, mount: mountAt(taken.path, ground) }
  },
}

type Around = { readonly caller: Caller; readonly home: PathFact; readonly fact: PathFact }

function refusalOf(taken: Taken, { caller, home, fact }: Around, { files }: Ground): Project['refusal'] {
  try {
    const policy = policyOf('base', { ...placesOf(caller), project: taken.path })
    refuseProject(taken, caller, 'real' in home ? home.real : caller.home, policy)
    const owner = fact.state === 'present' ? fact.uid : caller.uid
    refuseUnwritable({
      caller,
      project: taken,
      paths: new Map([[taken.named, fact]]),
      projectOwner: owner === caller.uid ? undefined : accountOf(owner, owner, {}, files),
    })
    return null
  } catch (error) {
    return refusalIn(error)
  }
}

function refusalIn(error: unknown): NonNullable<Project['refusal']> {
  if (error instanceof JailError) return { sentence: error.message, fix: error.fix ?? '' }
  throw error
}

/** Jail's own folder, where the caches of each project are kept. */
export const state: Gatherer<'state'> = {
  facet: 'state',
  limitMs: 3000,
  async gather(ground) {
    const caller = ground.caller()
    const path = `${placesOf(caller).xdg.XDG_STATE_HOME}/jail`
    const walker = await ground.walker()
    const fact = walker.resolve(path)
    if (fact.state === 'unknown') throw new Unknown(fact.why)
    let nearest = path
    while (nearest !== '/' && walker.resolve(nearest).state !== 'present') nearest = parentOf(nearest)
    const found = walker.resolve(nearest)
    const hasHome = walker.resolve(caller.home).state === 'present'
    return {
      path,
      writable: hasHome && isPlaceWritable(path, ground.files),
      nearest: { path: nearest, uid: found.state === 'present' ? found.uid : null },
    }
  },
}
