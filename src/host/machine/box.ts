import { JailError } from '../../errors.ts'
import { type Arranged, arrange } from '../../plan/arrange.ts'
import { makeEnvironment } from '../../plan/environment.ts'
import { cacheFolder } from '../../plan/fixed.ts'
import { collectNodes } from '../../plan/nodes.ts'
import { guardOwnFiles } from '../../plan/own-files.ts'
import { questionsOf } from '../../plan/questions.ts'
import { refuseProject } from '../../plan/refuse.ts'
import { BUILTIN_PROFILES } from '../../policy/builtin.ts'
import { isWithin } from '../../policy/paths.ts'
import type { Policy } from '../../policy/policy.ts'
import { profileLayers, resolvePolicy } from '../../policy/resolve.ts'
import type { Facts, GitFacts, Project } from '../facts.ts'
import { gatherProject } from '../gather/project.ts'
import { look, type Place } from '../observe.ts'
import type { Walker } from '../walk.ts'
import { type Ground, onceFor } from './gatherer.ts'
import { placesOf } from './ground.ts'

/** What a run here would show, made by the same code as the run itself. */
export type Box = {
  readonly facts: Facts
  /** Whether a path without links is there inside. */
  readonly isVisible: (real: string) => boolean
  /** Why a path without links is there inside; null when it is not. */
  readonly whyVisible: (real: string) => string | null
  /** PATH inside. */
  readonly path: readonly string[]
  /** Variables that are not passed, since they lead to something hidden. */
  readonly droppedEnv: readonly string[]
}

/**
 * Who would run something, and where. Where the current folder would be refused as a project, none is taken, so that
 * nothing is thought visible because of it. Made once for a ground. Throws as `ground.caller` does.
 */
export function placeHere(ground: Ground): Promise<Place> {
  return onceFor(PLACES, ground, () => makePlace(ground))
}

const PLACES = new WeakMap<Ground, Promise<Place>>()

async function makePlace(ground: Ground): Promise<Place> {
  const caller = ground.caller()
  const walker = await ground.walker()
  const { files } = ground
  const place = (project: Project): Place => ({
    caller,
    project,
    git: NO_GIT,
    places: { ...placesOf(caller), project: project.path },
    walker,
    files,
  })
  const here = projectHere(ground, walker)
  return place(here ?? { path: NOWHERE, named: NOWHERE, why: 'cwd', id: 'none' })
}

/** What git needs is read-only inside the project, or a folder of git: neither is a place of programs. */
const NO_GIT: GitFacts = {
  repositories: [],
  outside: undefined,
  pointers: [],
  notices: [],
  incomplete: undefined,
}

/** The home of accounts without one (Debian Policy 9.2.3): it is never there. */
const NOWHERE = '/nonexistent/project'

function projectHere(ground: Ground, walker: Walker): Project | undefined {
  const caller = ground.caller()
  try {
    const project = gatherProject(caller, undefined, walker, ground.files)
    const policy = policyOf('base', { ...placesOf(caller), project: project.path })
    const home = walker.resolve(caller.home)
    refuseProject(project, caller, 'real' in home ? home.real : caller.home, policy)
    return project
  } catch (error) {
    // What is refused is told by the facet `project`.
    if (error instanceof JailError) return undefined
    throw error
  }
}

/** The policy of a built-in profile alone, without the files of the person. */
export function policyOf(profile: string, places: Place['places']): Policy {
  return resolvePolicy(profile, profileLayers(profile, BUILTIN_PROFILES), places)
}

/**
 * The box of a built-in profile with `word` as its command, without asking bwrap or a service of names. Made once for a
 * place.
 */
export function boxOf(profile: string, word: string, place: Place): Box {
  const boxes = onceFor(BOXES, place, () => new Map<string, Box>())
  const key = `${profile} ${word}`
  const made = boxes.get(key) ?? makeBox(profile, word, place)
  boxes.set(key, made)
  return made
}

const BOXES = new WeakMap<Place, Map<string, Box>>()

function makeBox(profile: string, word: string, place: Place): Box {
  const { caller, places, project } = place
  const policy = policyOf(profile, places)
  const cache = cacheFolder(places.xdg.XDG_STATE_HOME, project.id)
  const names = {
    account: { name: caller.user, uid: caller.uid, gid: caller.gid, comment: '' },
    groupNames: new Map<number, string>(),
    hostsFile: '',
    projectOwner: undefined,
  }
  const seen = look(place, questionsOf(policy, { command: word, cache, home: caller.home }), names)
  const facts = { ...seen, bwrap: { known: false, why: 'not asked' }, bwrapAnswer: undefined } as const
  const box = arrange(guardOwnFiles(collectNodes(policy, facts, cache), facts), policy.tmpBytes)
  const { env, dropped } = makeEnvironment(policy, facts, { box, lastOfPath: undefined })
  const isVisible = (real: string): boolean => {
    const cover = box.coverOf(real)
    return cover === 'ro' || cover === 'rw'
  }
  return {
    facts,
    isVisible,
    whyVisible: (real) => (isVisible(real) ? reasonOf(real, box) : null),
    path: (env.get('PATH') ?? '').split(':'),
    droppedEnv: dropped,
  }
}

/** What the deepest operation around a path is for. */
function reasonOf(real: string, { ops }: Arranged): string {
  let best = { path: '/', why: 'the root of the box' }
  for (const op of ops)
    if (op.kind !== 'symlink' && isWithin(real, op.path) && op.path.length >= best.path.length) best = op
  return best.why
}
