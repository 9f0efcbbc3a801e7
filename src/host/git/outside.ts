import { join } from '../../policy/paths.ts'
import type { Caller, GitOutside } from '../facts.ts'
import { loadConfig } from './configs.ts'
import { parseWayBack } from './pointers.ts'
import { isGitFolder, type Reading, readPart, realFolder } from './reading.ts'
import { commonDirOf } from './repositories.ts'
import { settingsOf } from './settings.ts'

export type Outside = {
  /** The project's `.git`, which is a file or a link. */
  readonly pointer: string
  readonly project: string
  /** The git folder that it leads to, without links; it lies outside of the project. */
  readonly gitDir: string
}

/**
 * Whether a git folder outside of the project leads back to it. The command can write the project's `.git` where there
 * was none, but not the place that it names: only git itself, or the person, has written there which work tree it is for.
 * A linked worktree is named by `gitdir` in its folder (gitrepository-layout(5)), a submodule by `core.worktree`.
 */
export function lookOutside(place: Outside, caller: Pick<Caller, 'uid'>, reading: Reading): GitOutside {
  const commonDir = commonDirOf(place.gitDir, reading)
  const what = commonDir === place.gitDir ? 'submodule' : 'worktree'
  if (!isGitFolder(commonDir, reading)) {
    // Nothing is offered here: a forged pointer must not talk a person into opening a place of secrets.
    const forged = { why: `${commonDir} is no git folder`, fix: `correct or delete ${place.pointer}` }
    return { pointer: place.pointer, forged, what, commonDir }
  }
  const why =
    ownerFault([place.pointer, place.gitDir, commonDir], caller, reading) ??
    (what === 'worktree' ? worktreeFault(place, commonDir, reading) : submoduleFault(place, reading))
  const forged = why === undefined ? undefined : { why, fix: fixOf(what, commonDir) }
  return { pointer: place.pointer, forged, what, commonDir }
}

function fixOf(what: GitOutside['what'], commonDir: string): string {
  const grant = `only if you have set it up like this yourself: jail run --write ${commonDir} …`
  return what === 'worktree' ? `after a move type, outside: git worktree repair; ${grant}` : grant
}

function ownerFault(
  paths: readonly string[],
  { uid }: Pick<Caller, 'uid'>,
  { walker }: Reading,
): string | undefined {
  const foreign = paths.find((path) => {
    const fact = walker.resolve(path)
    return fact.state !== 'present' || fact.uid !== uid
  })
  return foreign === undefined ? undefined : `${foreign} belongs to somebody else`
}

function worktreeFault(
  { pointer, gitDir }: Outside,
  commonDir: string,
  reading: Reading,
): string | undefined {
  const worktrees = realFolder(`${commonDir}/worktrees`, reading)
  if (
    worktrees === undefined ||
    !gitDir.startsWith(`${worktrees}/`) ||
    gitDir.includes('/', worktrees.length + 1)
  )
    return `${gitDir} is not among the worktrees of ${commonDir}`
  const back = `${gitDir}/gitdir`
  const read = readPart(back, reading)
  const way = read.state === 'text' ? parseWayBack(read.text, gitDir) : undefined
  if (way?.state !== 'path') return `${back} does not lead back to ${pointer}`
  const real = reading.walker.resolve(way.path)
  return real.state === 'present' && real.real === pointer
    ? undefined
    : `${back} leads to ${way.path}, not back to ${pointer}`
}

function submoduleFault({ project, gitDir }: Outside, reading: Reading): string | undefined {
  const { workTree } = settingsOf(loadConfig(`${gitDir}/config`, { ...reading, notices: [] }).own)
  if (workTree === undefined) return `${gitDir}/config names no core.worktree that leads back to ${project}`
  const path = join(gitDir, workTree)
  return realFolder(path, reading) === project
    ? undefined
    : `core.worktree in ${gitDir}/config leads to ${path}, not back to ${project}`
}
