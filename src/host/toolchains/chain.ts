import { join, nameOf, normalise } from '../../policy/paths.ts'
import type { Files } from '../../sys/files.ts'
import type { Caller, Command, ToolRoot } from '../facts.ts'
import type { Walker } from '../walk.ts'
import { envTarget, readStart } from './interpreter.ts'
import { isSystem, programRoot } from './roots.ts'

/** A chain of scripts that start each other is never longer in practice; the kernel itself stops at 5 (execve(2)). */
const MAX_DEPTH = 6
const X_OK = 1

/** Looks a command up as execvp(3) would and finds all that must be visible for it to start. */
export function findCommand(name: string, caller: Caller, walker: Walker, files: Files): Command {
  const found = name.includes('/')
    ? lookAt(join(caller.cwd.logical, name), walker, files)
    : searchPath(name, { caller, walker, files })
  if (found.state !== 'found') return found
  const refused = foreignSandbox(found.path, found.real)
  if (refused) return { state: 'refused', path: found.path, by: refused }
  const roots: ToolRoot[] = []
  const lost = follow(found.path, { caller, walker, files, roots, seen: new Set() }, 0)
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

type Place = { readonly caller: Caller; readonly walker: Walker; readonly files: Files }
type Search = Place & { readonly roots: ToolRoot[]; readonly seen: Set<string> }

/** Adds the root of the program at `path`, then of what starts it (`#!`, ELF interpreter): the one that is lost, if any. */
function follow(path: string, search: Search, depth: number): string | undefined {
  const { caller, walker, files, roots, seen } = search
  const fact = walker.resolve(path)
  if (fact.state === 'absent' || fact.state === 'dangling') return path
  if (depth > MAX_DEPTH || fact.state !== 'present' || seen.has(path)) return undefined
  seen.add(path)
  // The name itself may be a link in a folder that is not granted; the plan makes the link again.
  if (!isSystem(path)) roots.push({ path, why: 'the name that it is started by' })
  if (!isSystem(fact.real)) {
    const exists = (candidate: string): boolean => walker.resolve(candidate).state === 'present'
    roots.push(programRoot(fact.real, homeReal(caller, walker), exists))
  }
  const start = readStart(fact.real, files)
  if (start.kind === 'elf' && start.interpreter !== undefined)
    return follow(start.interpreter, search, depth + 1)
  return start.kind === 'script' ? followScript(start.words, search, depth) : undefined
}

function followScript(words: readonly string[], search: Search, depth: number): string | undefined {
  const [interpreter] = words
  if (interpreter === undefined) return undefined
  // The kernel takes a relative one from the current folder (execve(2)).
  const lost = follow(join(search.caller.cwd.logical, interpreter), search, depth + 1)
  const target = nameOf(interpreter) === 'env' ? envTarget(words) : undefined
  if (lost !== undefined || target === undefined) return lost
  const next = target.includes('/') ? lookAt(target, search.walker, search.files) : searchPath(target, search)
  return next.state === 'found' ? follow(next.path, search, depth + 1) : target
}

function homeReal(caller: Caller, walker: Walker): string {
  const fact = walker.resolve(caller.home)
  return fact.state === 'present' ? fact.real : caller.home
}
