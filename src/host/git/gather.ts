import { hasLostBytes } from '../../policy/characters.ts'
import { foldersBetween, isPattern, isWithin, join, nameOf, parentOf } from '../../policy/paths.ts'
import { matchesPath, parsePattern } from '../../policy/patterns.ts'
import type { Rule } from '../../policy/policy.ts'
import type { Files } from '../../sys/files.ts'
import type { Caller, GitEntry, GitFacts, GitOutside, Project } from '../facts.ts'
import type { Walker } from '../walk.ts'
import { loadConfig } from './configs.ts'
import { findNested, MOST_FOLDERS, type Nested } from './nested.ts'
import { lookOutside } from './outside.ts'
import { parseGitFile } from './pointers.ts'
import { isGitFolder, type Reading, readPart, realFolder } from './reading.ts'
import { Repositories } from './repositories.ts'

export type GitPlace = {
  readonly caller: Caller
  readonly project: Project
  /** $XDG_CONFIG_HOME. */
  readonly configHome: string
  /** What the person allows: what cannot be written needs no protection. */
  readonly rules: readonly Rule[]
  readonly walker: Walker
  readonly files: Files
}

/** What git's own files say about the project. git itself is never run: its settings can start programs. */
export function gatherGit(place: GitPlace): GitFacts {
  const { caller, project, walker, files } = place
  const reading: Reading = { files, walker, home: caller.home, notices: [], unnamed: [] }
  const global = globalFiles(place).map((path) => loadConfig(path, reading))
  const repositories = new Repositories(reading, {
    entries: global.flatMap(({ entries }) => entries),
    included: global.flatMap(({ included }) => included),
  })
  const pointers: string[] = []
  const granted = grantedFolders(place, reading)
  const writable = [project.path, ...granted]
  const outside = addProject(place, { reading, repositories, writable, pointers })
  if (outside && !outside.forged && outside.hiddenBy === undefined) writable.push(outside.commonDir)
  for (const folder of granted) addGranted(folder, { reading, repositories, writable, pointers })
  const nested = findNested(project.path, files, walker)
  for (const folder of nested.folders) addNested(folder, { reading, repositories, writable, pointers })
  for (const folder of nested.unreadable)
    reading.notices.push(`${folder} cannot be looked into, so a git repository in it is not protected`)
  return {
    repositories: repositories.found,
    outside,
    pointers,
    notices: reading.notices,
    incomplete: whyIncomplete(nested, repositories, reading),
  }
}

/** Why a repository of the project may have no protection; undefined when all have. */
function whyIncomplete(
  { isComplete, unnamed }: Nested,
  { isCut, found }: Repositories,
  reading: Reading,
): string | undefined {
  if (!isComplete) return `it has more than ${MOST_FOLDERS} folders`
  if (isCut) return 'it has too many repositories and submodules'
  const led = found.flatMap(({ hooks, included, programs }) => [
    ...hooks,
    ...included,
    ...programs.map(({ path }) => path),
  ])
  const [first] = [...unnamed, ...reading.unnamed, ...led.filter(hasLostBytes)]
  return first === undefined
    ? undefined
    : `git goes to ${first}, and that path has bytes that are no UTF-8, which jail cannot hand on`
}

/** Folders outside of the project that the person or a profile lets be written. */
function grantedFolders({ project, rules }: GitPlace, reading: Reading): string[] {
  const folders = rules.flatMap(({ word, path }) =>
    word === 'write' ? (realFolder(path, reading) ?? []) : [],
  )
  return folders.filter((folder) => !isWithin(folder, project.path))
}

/** Settings that hold for all repositories (git-config(1), "FILES"). */
function globalFiles({ caller, configHome }: GitPlace): string[] {
  const { GIT_CONFIG_SYSTEM: system, GIT_CONFIG_GLOBAL: global } = caller.env
  const personal = global?.startsWith('/')
    ? [global]
    : [`${configHome}/git/config`, `${caller.home}/.gitconfig`]
  return [system?.startsWith('/') ? system : '/etc/gitconfig', ...personal]
}

type Gathering = {
  readonly reading: Reading
  readonly repositories: Repositories
  readonly writable: readonly string[]
  readonly pointers: string[]
}

/** The project's own repository; answers where its `.git` leads when that is outside. */
function addProject({ caller, project, rules }: GitPlace, gathering: Gathering): GitOutside | undefined {
  const { reading, repositories, writable, pointers } = gathering
  const pointer = `${project.path}/.git`
  const found = follow(project.path, reading)
  if (found === undefined) return undefined
  if (found.entry === 'file') pointers.push(pointer)
  if (found.gitDir === undefined) {
    reading.notices.push(`${pointer} leads to no git folder: ${found.why}`)
    return undefined
  }
  const place = { kind: 'project', entry: found.entry, workTree: project.path, gitDir: found.gitDir } as const
  const isInside = isWithin(found.gitDir, project.path)
  const outside = isInside
    ? undefined
    : lookOutside({ pointer, project: project.path, gitDir: found.gitDir }, caller, reading)
  // A place that nothing leads back to is not read: the command may have planted the pointer.
  const isGiven = writable.some((folder) => isWithin(found.gitDir ?? '', folder))
  if (isInside || isGiven || !outside?.forged) repositories.add(place)
  if (isGiven || !outside) return undefined
  const hiddenBy = hidingRule(outside.commonDir, rules, reading)
  return hiddenBy === undefined ? outside : { ...outside, hiddenBy }
}

/** The rule that hides a folder, or one around it; compared by real paths, since /home may be a link. */
function hidingRule(folder: string, rules: readonly Rule[], reading: Reading): string | undefined {
  const around = [folder, ...foldersBetween('/', folder)]
  const rule = rules.find(({ word, path }) => {
    if (word !== 'hide') return false
    // What a pattern begins in may be reached by a link.
    const { root, parts } = isPattern(path) ? parsePattern(path) : { root: path, parts: [] }
    const real = realRoot(root, reading)
    if (parts.length === 0) return around.includes(real)
    const pattern = [real === '/' ? '' : real, ...parts].join('/')
    return around.some((one) => matchesPath(one, pattern))
  })
  return rule?.path
}

/** Without links, as far as folders lead; what is no folder keeps its name. */
function realRoot(path: string, reading: Reading): string {
  const above = (): string => realFolder(parentOf(path), reading) ?? parentOf(path)
  return realFolder(path, reading) ?? join(above(), nameOf(path))
}

/** A repository that the person lets be written, also a bare one: its hooks run on the host at a push to it. */
function addGranted(folder: string, gathering: Gathering): void {
  const { reading, repositories } = gathering
  addNested(folder, gathering)
  if (isGitFolder(folder, reading))
    repositories.add({ kind: 'nested', entry: 'none', workTree: undefined, gitDir: folder })
}

function addNested(folder: string, { reading, repositories, writable, pointers }: Gathering): void {
  const found = follow(folder, reading, (path) =>
    // By the name in it; it may cross links, such as /home.
    [...writable, reading.home].some((place) => isWithin(path, place)),
  )
  if (found === undefined) return
  if (found.entry === 'file') pointers.push(`${folder}/.git`)
  if (found.gitDir === undefined || !writable.some((place) => isWithin(found.gitDir, place))) return
  repositories.add({ kind: 'nested', entry: found.entry, workTree: folder, gitDir: found.gitDir })
}

type Followed =
  | { readonly entry: GitEntry; readonly gitDir: string }
  | { readonly entry: GitEntry; readonly gitDir: undefined; readonly why: string }

/** Where `.git` in a folder leads; a target that `isWanted` does not want is not touched. */
function follow(
  folder: string,
  reading: Reading,
  isWanted: (path: string) => boolean = () => true,
): Followed | undefined {
  const path = `${folder}/.git`
  const fact = reading.walker.resolve(path)
  if (fact.state === 'absent' || fact.state === 'unknown') return undefined
  const isLink = fact.links.some((link) => link.at === path)
  if (fact.state !== 'present')
    return { entry: isLink ? 'link' : 'none', gitDir: undefined, why: `it is ${fact.state}` }
  if (fact.kind === 'folder') return { entry: isLink ? 'link' : 'folder', gitDir: fact.real }
  const entry = isLink ? 'link' : 'file'
  const read = readPart(path, reading)
  if (read.state !== 'text') {
    const why = read.state === 'absent' ? 'it is gone' : read.why
    return { entry, gitDir: undefined, why }
  }
  const target = parseGitFile(read.text, folder)
  if (target.state === 'garbage') return { entry, gitDir: undefined, why: target.why }
  const real = isWanted(target.path) ? realFolder(target.path, reading) : undefined
  return real === undefined
    ? { entry, gitDir: undefined, why: `it names ${target.path}, which is no folder` }
    : { entry, gitDir: real }
}
