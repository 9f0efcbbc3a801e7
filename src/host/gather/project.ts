import { JailError } from '../../errors.ts'
import { isBelow, join, nameOf, parentOf } from '../../policy/paths.ts'
import type { Files } from '../../sys/files.ts'
import type { Caller, Project } from '../facts.ts'
import type { Walker } from '../walk.ts'

/**
 * The folder that the agent may write: `--project`, else the root of the git repository around the current folder,
 * else the current folder. A repository counts only when it is the caller's own and lies below neither `/` nor home's
 * parents: a `.git` that somebody else put into a shared folder must not widen what is visible.
 */
export function gatherProject(
  caller: Caller,
  flag: string | undefined,
  walker: Walker,
  files: Files,
): Project {
  const named = flag === undefined ? caller.cwd.logical : join(caller.cwd.logical, flag)
  const fact = walker.resolve(named)
  if (fact.state !== 'present' || fact.kind !== 'folder') {
    const what =
      fact.state === 'present'
        ? 'is not a folder'
        : fact.state === 'unknown'
          ? `is out of reach: ${fact.why}`
          : `is ${fact.state}`
    throw new JailError('project.missing', `The project ${named} ${what}.`, {
      fix: 'Name a folder that is there: jail run --project DIR …',
    })
  }
  if (flag !== undefined) return { path: fact.real, named, why: 'flag', id: projectId(fact.real) }
  const root = repositoryRoot(fact.real, caller, files)
  if (root === undefined) return { path: fact.real, named, why: 'cwd', id: projectId(fact.real) }
  // The name that the person sees keeps its links when the root lies on it.
  const depth = fact.real.split('/').length - root.split('/').length
  let above = named
  for (let step = 0; step < depth; step++) above = parentOf(above)
  const sameName = walker.resolve(above)
  const rootName = sameName.state === 'present' && sameName.real === root ? above : root
  return { path: root, named: rootName, why: 'git', id: projectId(root) }
}

function repositoryRoot(folder: string, caller: Caller, files: Files): string | undefined {
  for (let here = folder; here !== '/'; here = parentOf(here)) {
    const holdsHome = here === caller.home || isBelow(caller.home, here)
    if (holdsHome && here !== folder) return undefined
    const git = files.stat(`${here}/.git`)
    if (typeof git === 'number') continue
    const folderStat = files.stat(here)
    const owned = typeof folderStat !== 'number' && folderStat.uid === caller.uid && git.uid === caller.uid
    return owned ? here : undefined
  }
  return undefined
}

/** A folder name that is unique to a path: its last component, for people, and the start of its SHA-256. */
function projectId(path: string): string {
  const name = nameOf(path)
    .replace(/[^A-Za-z0-9._-]/g, '_')
    .slice(0, 40)
  return `${name}-${new Bun.CryptoHasher('sha256').update(path).digest('hex').slice(0, 24)}`
}
