import { isWithin, join, nameOf, normalise } from '../../policy/paths.ts'
import type { Files } from '../../sys/files.ts'
import type { Caller, Command, PresentPath, Project, ToolRoot } from '../facts.ts'
import type { Walker } from '../walk.ts'
import type { Ground } from './ground.ts'
import { envTarget, readStart } from './interpreter.ts'
import { isSystem } from './limits.ts'
import { programRoots } from './roots.ts'

/** A chain of scripts that start each other is never longer in practice; the kernel itself stops at 5 (execve(2)). */
const MAX_DEPTH = 6
const X_OK = 1

/** Looks a command up as execvp(3) would and finds all that must be visible for it to start. */
export function findCommand(name: string, place: Place, ground: Ground): Command {
  const { caller, walker, files } = place
  const found = name.includes('/')
    ? lookAt(join(caller.cwd.logical, name), walker, files)
    : searchPath(name, place)
  if (found.state !== 'found') return found
  const refused = foreignSandbox(found.path, found.real)
  if (refused) return { state: 'refused', path: found.path, by: refused }
  const roots: ToolRoot[] = []
  const lost = follow(found.path, { ...place, ground, roots, seen: new Set(), depth: 0, isPlanted: false })
  return { ...found, roots, lost }
}

type Found = Extract<Command, { state: 'found' }>

function searchPath(name: string, place: Place): Found | Exclude<Command, { state: 'found' }> {
  const { walker, files } = place
  const searched = pathEntries(place.caller)
  let blocked: Command | undefined
  for (const entry of searched) {
    const at = lookAt(join(entry, `./${name}`), walker, files)
    if (at.state === 'found') return at
    if (at.state === 'not-executable') blocked ??= at
  }
  if (blocked && blocked.state !== 'found') return blocked
  return { state: 'missing', name, searched }
}

/** The absolute folders of PATH in order, each once. An empty or relative entry means the current folder: never searched. */
export function pathEntries(caller: Caller): string[] {
  const entries = (caller.env['PATH'] ?? '').split(':').filter((entry) => entry.startsWith('/'))
  return [...new Set(entries.map(normalise))]
}

function lookAt(
  path: string,
  walker: Walker,
  files: Files,
): Found | Exclude<Command, { state: 'found' | 'refused' }> {
  const fact = walker.resolve(path)
  if (fact.state !== 'present') return { state: 'missing', name: path, searched: [path] }
  if (fact.kind !== 'file')
    return {
      state: 'not-executable',
      path,
      why: fact.kind === 'folder' ? 'it is a folder' : 'it is no regular file',
    }
  if (!files.may(fact.real, X_OK)) {
    return { state: 'not-executable', path, why: `its mode is ${fact.mode.toString(8).padStart(4, '0')}` }
  }
  return { state: 'found', path, real: fact.real, roots: [], lost: undefined }
}

/** snap and flatpak programs start through a helper that cannot work in a user namespace. */
function foreignSandbox(path: string, real: string): 'snap' | 'flatpak' | undefined {
  if (path.startsWith('/snap/bin/') || path.startsWith('/var/lib/snapd/snap/bin/') || nameOf(real) === 'snap')
    return 'snap'
  return /\/flatpak\/exports\/bin\//.test(path) ? 'flatpak' : undefined
}

type Place = {
  readonly caller: Caller
  readonly project: Project
  readonly walker: Walker
  readonly files: Files
}
type Search = Place & {
  readonly ground: Ground
  readonly roots: ToolRoot[]
  readonly seen: Set<string>
  readonly depth: number
  /** Whether a file of the project named what is looked at. */
  readonly isPlanted: boolean
}

/** Adds the roots of the program at `path`, then of what starts it (`#!`, ELF interpreter): the one that is lost, if any. */
function follow(path: string, search: Search): string | undefined {
  const { walker, files, ground, roots, seen, depth } = search
  const fact = walker.resolve(path)
  if (fact.state === 'absent' || fact.state === 'dangling') return path
  if (depth > MAX_DEPTH || fact.state !== 'present' || seen.has(path)) return undefined
  seen.add(path)
  // The kernel refuses it (execve(2) EACCES), so nothing is gained by showing it.
  if (depth > 0 && !files.may(fact.real, X_OK)) return undefined
  const start = readStart(fact.real, files)
  const isPlanted = search.isPlanted || isNamedIn(search.project, fact)
  const isOwn = !isSystem(fact.real)
  const isScript = start.kind === 'script' && depth === 0
  const needs = isOwn ? programRoots({ path, real: fact.real, isScript, isPlanted }, ground) : []
  // The name itself may be a link in a folder that is not granted; the plan makes the link again.
  if (!isSystem(path) && (!isOwn || needs.length > 0))
    roots.push({ path, why: 'the name that it is started by' })
  roots.push(...needs)
  const next = { ...search, depth: depth + 1, isPlanted }
  if (start.kind === 'elf' && start.interpreter !== undefined) return follow(start.interpreter, next)
  return start.kind === 'script' ? followScript(start.words, next) : undefined
}

function followScript(words: readonly string[], search: Search): string | undefined {
  const [interpreter] = words
  if (interpreter === undefined) return undefined
  // The kernel takes a relative one from the current folder (execve(2)).
  const lost = follow(join(search.caller.cwd.logical, interpreter), search)
  const target = nameOf(interpreter) === 'env' ? envTarget(words) : undefined
  if (lost !== undefined || target === undefined) return lost
  if (!target.includes('/')) {
    const next = searchPath(target, search)
    // Found on PATH, it is the person's choice again, whoever wrote the script.
    return next.state === 'found' ? follow(next.path, { ...search, isPlanted: false }) : target
  }
  const next = lookAt(target, search.walker, search.files)
  return next.state === 'found' ? follow(next.path, search) : target
}

/** Whether the file, or a link on the way to it, lies in the project, which is written from inside. */
function isNamedIn({ path }: Project, { real, links }: PresentPath): boolean {
  return isWithin(real, path) || links.some((link) => isWithin(link.at, path))
}
