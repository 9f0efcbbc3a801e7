import type { Places } from '../policy/expand.ts'
import { isWithin, join } from '../policy/paths.ts'
import type { Files } from '../sys/files.ts'
import { landlockVersion } from '../sys/kernel-calls.ts'
import type { Caller, Command, Facts, GitFacts, PathFact, Project, Questions } from './facts.ts'
import { accountOf, groupNames, readText } from './gather/accounts.ts'
import { gatherBwrap } from './gather/bwrap.ts'
import { gatherCgroups } from './gather/cgroups.ts'
import { gatherOwn } from './gather/own.ts'
import { isPlaceWritable } from './gather/state.ts'
import { expandPatterns } from './patterns.ts'
import { walkerFor } from './silence.ts'
import { findCommand, pathEntries } from './toolchains/chain.ts'
import { type Ground, makeGround } from './toolchains/ground.ts'
import { entryRoots, pythonRoots } from './toolchains/roots.ts'
import type { Walker } from './walk.ts'

/** A walker that never touches a remote mount which does not answer; costs nothing where there is none on the way. */
export async function makeWalker(
  caller: Caller,
  flagPaths: readonly string[],
  files: Files,
): Promise<Walker> {
  const flagged = flagPaths.map((path) => join(caller.cwd.real, path))
  return walkerFor([caller.home, caller.cwd.real, ...pathEntries(caller), ...flagged], files)
}

/** Who asks, and with what the machine is read. */
export type Place = {
  readonly caller: Caller
  readonly project: Project
  readonly git: GitFacts
  readonly places: Places
  readonly walker: Walker
  readonly files: Files
}

/** Answers all questions in one pass. Reads only. */
export function observe(place: Place, questions: Questions): Facts {
  const seen = look(place, questions)
  const answer = gatherBwrap(place.caller, `${jailState(place.places)}/bwrap.json`, place.files)
  return { ...seen, bwrap: answer.bwrap, bwrapAnswer: seen.stateWritable ? answer.fresh : undefined }
}

function jailState({ xdg }: Places): string {
  return `${xdg.XDG_STATE_HOME}/jail`
}

/** The names of people and groups, for which another service of names may have to be asked. */
type Names = Pick<Facts, 'account' | 'groupNames' | 'hostsFile' | 'projectOwner'>

function gatherNames({ caller, project, walker, files }: Place): Names {
  const fact = walker.resolve(project.named)
  const owner = fact.state === 'present' ? fact.uid : caller.uid
  return {
    account: accountOf(caller.uid, caller.gid, caller.env, files),
    groupNames: groupNames(readText('/etc/group', files), [caller.gid, ...caller.groups]),
    hostsFile: readText('/etc/hosts', files),
    projectOwner: owner === caller.uid ? undefined : accountOf(owner, owner, {}, files),
  }
}

/** What can be told without starting a program: neither bwrap nor, when names are given, a service of names is asked. */
export function look(
  place: Place,
  questions: Questions,
  names: Names = gatherNames(place),
): Omit<Facts, 'bwrap' | 'bwrapAnswer'> {
  const { caller, project, git, places, walker, files } = place
  const ground = toolGround(caller, walker)
  const command = findCommand(questions.command, place, ground)
  const toolchains = gatherToolchains(place, ground)
  const matches = expandPatterns(questions.patterns, { caller, walker, files })
  const asked = new Set([
    ...questions.paths,
    ...[...matches.values()].flat(),
    ...commandPaths(command),
    ...toolchains.flatMap((chain) => [chain.entry, ...chain.roots.map((root) => root.path)]),
    caller.home,
    caller.cwd.logical,
    project.named,
    ...environmentPaths(caller),
  ])
  const paths = new Map<string, PathFact>()
  for (const path of asked) paths.set(path, walker.resolve(path))
  // A home that is not there is not made.
  const stateWritable =
    paths.get(caller.home)?.state === 'present' && isPlaceWritable(jailState(places), files)
  return {
    caller,
    project,
    git,
    landlock: files.answer({ what: 'landlock', path: '' }, () => landlockVersion(files.libc)),
    cgroups: questions.cgroups ? gatherCgroups(files, caller) : undefined,
    command,
    toolchains,
    paths,
    matches,
    ...names,
    stateWritable,
    own: gatherOwn(place),
  }
}

function commandPaths(command: Command): string[] {
  return command.state === 'found' ? [command.path, ...command.roots.map((root) => root.path)] : []
}

/** What the rules of toolchains are applied to, for this caller. */
export function toolGround(caller: Caller, walker: Walker): Ground {
  const realOf = (path: string): string | undefined => {
    const fact = walker.resolve(path)
    return fact.state === 'present' ? fact.real : undefined
  }
  return makeGround({
    home: caller.home,
    homeReal: realOf(caller.home) ?? caller.home,
    env: caller.env,
    realOf,
  })
}

/** Where a project has its own Python, which is used without being on PATH (`uv run`). */
const ENVIRONMENTS = ['.venv', 'venv']

function gatherToolchains({ caller, project, walker }: Place, ground: Ground): Facts['toolchains'] {
  const own = ENVIRONMENTS.map((name) => {
    const prefix = `${project.path}/${name}`
    return { entry: `${prefix}/bin`, roots: pythonRoots(prefix, ground) }
  })
  const onPath = pathEntries(caller).map((entry) => {
    const fact = walker.resolve(entry)
    if (fact.state !== 'present' || fact.kind !== 'folder') return { entry, roots: [] }
    // What runs inside can put a link in the project: where that leads out of it, it must not widen the next start.
    const isPlanted =
      !isWithin(fact.real, project.path) && fact.links.some((link) => isWithin(link.at, project.path))
    return { entry, roots: isPlanted ? [] : entryRoots(entry, ground) }
  })
  return [...onPath, ...own.filter(({ roots }) => roots.length > 0)]
}

/** Values of the environment that are one absolute path: the plan passes them only when they can be followed inside. */
function environmentPaths(caller: Caller): string[] {
  const isOnePath = (value: string): boolean =>
    value.startsWith('/') && !value.includes(':') && !value.includes('\n') && !value.includes('\0')
  return Object.values(caller.env).filter((value) => isOnePath(value) && value.length < 4096)
}
