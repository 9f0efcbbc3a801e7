import { isWithin, join, parentOf } from '../../policy/paths.ts'
import type { GitEntry, GitRepository } from '../facts.ts'
import type { ConfigEntry } from './config.ts'
import { type LoadedConfig, loadConfig } from './configs.ts'
import { findModules, worktreeFolders } from './modules.ts'
import { parseAlternates, parseCommonDir } from './pointers.ts'
import { isThere, kindAt, type Reading, readPart, realFolder } from './reading.ts'
import { configPath, programsOf, type Settings, settingsOf } from './settings.ts'

/** Where a repository was found. All paths are real. */
export type Found = {
  readonly kind: GitRepository['kind']
  readonly entry: GitEntry
  /** Undefined for a submodule's git folder: its settings say where it is. */
  readonly workTree: string | undefined
  readonly gitDir: string
}

/** The settings of the person and of the machine, which hold for every repository. */
export type GlobalConfig = Pick<LoadedConfig, 'entries' | 'included'>

/** Files of a git folder that tell git where others are. */
const POINTERS = ['commondir', 'gitdir']

/** More repositories than this are not looked at: each costs a handful of mounts. */
const MOST_REPOSITORIES = 200

/** The repositories of a project, each once, with the submodules in their git folders. */
export class Repositories {
  readonly found: GitRepository[] = []
  /** More were met than are looked at. */
  isCut = false
  readonly #seen = new Set<string>()
  readonly #reading: Reading
  readonly #global: GlobalConfig

  constructor(reading: Reading, global: GlobalConfig) {
    this.#reading = reading
    this.#global = global
  }

  /** Adds a repository and the submodules in its git folder; true when it is looked at now, or was before. */
  add(found: Found): boolean {
    const waiting = [found]
    for (const one of waiting) {
      if (this.#seen.has(one.gitDir)) continue
      if (this.found.length >= MOST_REPOSITORIES) {
        this.isCut = true
        return false
      }
      this.#seen.add(one.gitDir)
      const repository = this.#look(one)
      this.found.push(repository)
      const { gitDirs, isCut } = findModules(repository, this.#reading)
      if (isCut) this.isCut = true
      for (const gitDir of gitDirs)
        waiting.push({ kind: 'module', entry: 'none', workTree: undefined, gitDir })
    }
    return true
  }

  #look(found: Found): GitRepository {
    const { gitDir } = found
    const reading = this.#reading
    const commonDir = commonDirOf(gitDir, reading)
    const shared = loadConfig(`${commonDir}/config`, reading)
    const settings = settingsOf(shared.own)
    const private_ = loadConfig(`${gitDir}/config.worktree`, reading)
    const workTree = found.workTree ?? workTreeOf(gitDir, settings, reading)
    const own = found.entry === 'file' && workTree !== undefined ? [`${workTree}/.git`] : []
    const folders = [...new Set([gitDir, commonDir, ...worktreeFolders(commonDir, reading)])]
    const entries = [...this.#global.entries, ...shared.entries, ...private_.entries]
    return {
      kind: found.kind,
      entry: found.entry,
      workTree,
      gitDir,
      commonDir,
      pointers: [
        ...own,
        ...this.#there(folders.flatMap((folder) => POINTERS.map((name) => `${folder}/${name}`))),
      ],
      configs: this.#there([`${commonDir}/config`, ...folders.map((folder) => `${folder}/config.worktree`)]),
      included: [...this.#global.included, ...shared.included, ...private_.included],
      attributes: this.#there([`${commonDir}/info/attributes`]),
      absent: absentOf(
        { folders, isLed: found.entry !== 'none' && gitDir === commonDir, commonDir, shared, settings },
        reading,
      ),
      alternates: alternatesOf(commonDir, reading),
      ...this.#run(entries, commonDir, workTree),
    }
  }

  /** What git runs: hooks, and the programs that its settings name. */
  #run(
    entries: readonly ConfigEntry[],
    commonDir: string,
    workTree: string | undefined,
  ): Pick<GitRepository, 'hooks' | 'programs'> {
    const { hooksPaths, commands } = settingsOf(entries)
    const { home } = this.#reading
    // git runs hooks and programs in the top folder of the work tree (githooks(5)).
    const top = workTree ?? commonDir
    const hooks = hooksPaths.flatMap((text) => configPath(text, top, home) ?? [])
    const programs = commands.flatMap(({ key, command }) =>
      programsOf(command, top, home)
        .filter((path) => kindAt(path, this.#reading) === 'file')
        .map((path) => ({ path, key })),
    )
    return { hooks: [...new Set([`${commonDir}/hooks`, ...hooks])], programs }
  }

  #there(paths: readonly string[]): string[] {
    return paths.filter((path) => isThere(path, this.#reading))
  }
}

/** The folder with configuration, hooks and objects. One that is named and not there is the git folder itself. */
export function commonDirOf(gitDir: string, reading: Reading): string {
  const read = readPart(`${gitDir}/commondir`, reading)
  if (read.state === 'absent') return gitDir
  const pointer =
    read.state === 'text' ? parseCommonDir(read.text, gitDir) : { state: 'garbage' as const, why: read.why }
  const real = pointer.state === 'path' ? realFolder(pointer.path, reading) : undefined
  if (real !== undefined) return real
  const why = pointer.state === 'path' ? `it names ${pointer.path}, which is no folder` : pointer.why
  reading.notices.push(`${gitDir}/commondir leads nowhere: ${why}`)
  return gitDir
}

/** `core.worktree` is relative to the git folder (git-config(1)). */
function workTreeOf(gitDir: string, { workTree }: Settings, reading: Reading): string | undefined {
  return workTree === undefined ? undefined : realFolder(join(gitDir, workTree), reading)
}

const REDIRECT = 'with it git would take its settings and hooks from another folder'
const WORKTREE_SETTINGS = 'git runs programs that it names'

type Layout = {
  /** A `.git` leads to the folder with the settings. */
  readonly isLed: boolean
  /** Of the git folder, the shared one, and those of the linked worktrees. */
  readonly folders: readonly string[]
  readonly commonDir: string
  readonly shared: LoadedConfig
  readonly settings: Settings
}

/**
 * Files that the command must not make. `commondir` with a dot says what git assumes without it. It is not the same with
 * `core.bare` where a `.git` leads, since that does not count then, and in a reftable, whose files git would lock twice.
 */
function absentOf(
  { folders, isLed, commonDir, shared, settings }: Layout,
  reading: Reading,
): GitRepository['absent'] {
  const found: { path: string; text: string; why: string }[] = []
  const add = (path: string, text: string, why: string): void => {
    // Where nothing can be made, the command cannot make it either.
    if (isOurs(path, text, reading) && reading.files.may(parentOf(path), MAY_WRITE))
      found.push({ path, text, why })
  }
  const redirect = `${commonDir}/commondir`
  if (!(settings.isBare && isLed) && !settings.hasReftable) {
    if (shared.isThere) add(redirect, '.\n', REDIRECT)
  } else if (!isThere(redirect, reading)) {
    const what = settings.hasReftable ? 'has a reftable' : 'is bare'
    reading.notices.push(`${commonDir} ${what}, so the command can lead git to other settings by ${redirect}`)
  }
  for (const folder of folders) {
    const path = `${folder}/config.worktree`
    if (settings.hasWorktreeConfig) add(path, '', WORKTREE_SETTINGS)
    else if (isThere(path, reading))
      reading.notices.push(`${path} has no effect now, but would after git sparse-checkout: look at it`)
  }
  return found
}

/** access(2), W_OK. */
const MAY_WRITE = 2

/** Not there, or as jail makes it: another one that runs now, or one that was killed, has left it. */
function isOurs(path: string, text: string, reading: Reading): boolean {
  const read = readPart(path, reading)
  return read.state === 'absent' || (read.state === 'text' && read.text === text)
}

/** git follows alternates of alternates to this depth (object-file.c). */
const DEEPEST = 5
const MOST_ALTERNATES = 50

function alternatesOf(commonDir: string, reading: Reading): string[] {
  const found = new Set<string>()
  let level = [`${commonDir}/objects`]
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    const next = level.flatMap((objects) => {
      const read = readPart(`${objects}/info/alternates`, reading)
      return read.state === 'text' ? parseAlternates(read.text, objects) : []
    })
    level = next.filter((path) => !found.has(path)).slice(0, MOST_ALTERNATES - found.size)
    for (const path of level) found.add(path)
  }
  // What lies in the repository itself needs no word of its own. What is no folder of objects is not spoken of: a forged
  // line must not talk a person into opening a place of secrets.
  return [...found]
    .flatMap((path) => realFolder(path, reading) ?? [])
    .filter((path) => realFolder(`${path}/info`, reading) ?? realFolder(`${path}/pack`, reading))
    .filter((path) => !isWithin(path, parentOf(commonDir)))
}
