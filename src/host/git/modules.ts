import { hasLostBytes } from '../../policy/characters.ts'
import { nameOf } from '../../policy/paths.ts'
import type { GitRepository } from '../facts.ts'
import { isThere, type Reading, realFolder } from './reading.ts'

/** Most folders that are looked through for the git folders of submodules, and most linked worktrees. */
const MOST_FOLDERS = 2000
const MOST_WORKTREES = 200
/** Names of submodules are paths, so their git folders may lie deep. */
const DEEPEST = 20

/** What a git folder is made of. One sign is enough: a command could take others away to be left alone the next time. */
const SIGNS = ['HEAD', 'config', 'objects', 'hooks', 'commondir']
/** Folders of a git folder in which git keeps no other one. `modules` of a submodule is looked at with that. */
const INNER = new Set(['objects', 'refs', 'logs', 'hooks', 'info', 'modules', 'worktrees', 'lfs', 'rr-cache'])

/**
 * The git folders of a repository's submodules, at any depth of names (gitsubmodules(7)): in the folder that all work
 * trees share and in those of the linked worktrees. The submodules of a submodule are left to a look at that.
 */
export function findModules(
  { gitDir, commonDir }: Pick<GitRepository, 'gitDir' | 'commonDir'>,
  reading: Reading,
  most = MOST_FOLDERS,
): { readonly gitDirs: readonly string[]; readonly isCut: boolean } {
  const tops = [...new Set([commonDir, gitDir, ...worktreeFolders(commonDir, reading)])]
  const gitDirs: string[] = []
  const waiting = tops.map((top) => ({ folder: `${top}/modules`, depth: 0 }))
  let looked = 0
  for (const { folder, depth } of waiting) {
    if (!isNamed(folder, reading)) continue
    const real = realFolder(folder, reading)
    if (real === undefined) continue
    // git makes no links there; a forged one could lead the walk through the whole machine.
    if (real !== folder) {
      reading.notices.push(`${folder} leads elsewhere, so a submodule there is not protected`)
      continue
    }
    if (++looked > most || depth > DEEPEST) return { gitDirs, isCut: true }
    const isGitDir = depth > 0 && SIGNS.some((sign) => isThere(`${real}/${sign}`, reading))
    if (isGitDir) gitDirs.push(real)
    for (const name of reading.files.names(real) ?? [])
      if (!isGitDir || !INNER.has(name)) waiting.push({ folder: `${real}/${name}`, depth: depth + 1 })
  }
  return { gitDirs, isCut: false }
}

/** The folders of the linked worktrees of a repository (gitrepository-layout(5), "worktrees"). */
export function worktreeFolders(commonDir: string, reading: Reading): string[] {
  const folder = `${commonDir}/worktrees`
  if (realFolder(folder, reading) === undefined) return []
  const names = (reading.files.names(folder) ?? []).sort().slice(0, MOST_WORKTREES)
  return names
    .map((name) => `${folder}/${name}`)
    .filter((path) => isNamed(path, reading))
    .filter((path) => realFolder(path, reading) === path && nameOf(path) !== '')
}

/** Notes a path that nothing can be bound at. */
function isNamed(path: string, reading: Reading): boolean {
  const isLost = hasLostBytes(path)
  if (isLost) reading.unnamed.push(path)
  return !isLost
}
