import { hasLostBytes } from '../policy/characters.ts'
import { isWithin } from '../policy/paths.ts'
import { ERRNO, type Files, type Stat } from '../sys/files.ts'
import type { Link, PathFact } from './facts.ts'

/** Linux gives up after 40 links on one path (path_resolution(7)). */
const MAX_LINKS = 40

/** The end of a sentence about a path. */
const UNNAMED = 'a name on the way to it has bytes that are no UTF-8, which jail cannot hand on'

type Entry =
  | { readonly type: 'link'; readonly to: string }
  | { readonly type: 'folder' | 'file' | 'other'; readonly stat: Stat }
  | { readonly type: 'absent' | 'unreadable' }

/**
 * Resolves paths as the kernel does, component by component, and remembers every folder it has seen.
 * Paths on a mount in `silent` (mount point → why) are answered with `unknown` and never touched.
 */
export class Walker {
  readonly #answers = new Map<string, PathFact>()
  readonly #seen = new Map<string, Entry>()
  readonly #files: Files
  readonly #silent: ReadonlyMap<string, string>

  constructor(files: Files, silent: ReadonlyMap<string, string> = new Map()) {
    this.#files = files
    this.#silent = silent
  }

  /** What `path` (absolute) leads to, with each link on the way. */
  resolve(path: string): PathFact {
    const known = this.#answers.get(path)
    if (known) return known
    const answer = this.#resolveIn(path) ?? this.#walk(path)
    this.#answers.set(path, answer)
    return answer
  }

  /** The answer for an entry that is no link of a folder that is known: most paths of a start, without a walk. */
  #resolveIn(path: string): PathFact | undefined {
    const slash = path.lastIndexOf('/')
    const name = path.slice(slash + 1)
    if (slash <= 0 || name === '' || name === '.' || name === '..') return undefined
    const folder = this.resolve(path.slice(0, slash))
    if (folder.state === 'absent' || folder.state === 'unreadable')
      return { ...folder, real: `${folder.real}/${name}` }
    if (folder.state !== 'present' || folder.kind !== 'folder') return undefined
    const here = folder.real === '/' ? `/${name}` : `${folder.real}/${name}`
    const barred = this.#barred(here)
    if (barred !== undefined) return { state: 'unknown', why: barred }
    const found = this.#look(here)
    if (found.type === 'link') return undefined
    if ('stat' in found) return present(here, found, folder.links)
    return { state: found.type, real: here, links: folder.links }
  }

  /** Component by component, as the kernel does (path_resolution(7)). */
  #walk(path: string): PathFact {
    const links: Link[] = []
    const pending = componentsOf(path)
    let real = ''
    let found: Entry = this.#look('/')
    // After `..` and after a link, `real` is a folder that was not looked at as such.
    let isStale = false
    // Once the last component is a link, all that follows is the text of links.
    let endsInLink = false
    while (pending.length > 0) {
      const part = pending.shift()
      if (part === '..') {
        real = real.slice(0, Math.max(0, real.lastIndexOf('/')))
        isStale = true
        continue
      }
      const here = `${real}/${part}`
      const barred = this.#barred(here)
      if (barred !== undefined) return { state: 'unknown', why: barred }
      found = this.#look(here)
      if (found.type === 'link') {
        links.push({ at: here, to: found.to })
        if (links.length > MAX_LINKS) return { state: 'dangling', real: here, links }
        endsInLink ||= pending.length === 0
        if (found.to.startsWith('/')) real = ''
        pending.unshift(...componentsOf(found.to))
        isStale = true
        continue
      }
      const stop = stopAt(found, pending.length > 0, endsInLink)
      if (stop !== undefined) return { state: stop, real: [here, ...pending].join('/'), links }
      real = here
      isStale = false
    }
    const end = real === '' ? '/' : real
    return present(end, isStale ? this.#look(end) : found, links)
  }

  /** Why nothing can be known of a path on a mount that does not answer. */
  silence(path: string): string | undefined {
    if (this.#silent.size === 0) return undefined
    for (const [mount, why] of this.#silent) if (isWithin(path, mount)) return why
    return undefined
  }

  /** Why a place is not looked at: the text may be that of another one, or nobody would answer. */
  #barred(path: string): string | undefined {
    return hasLostBytes(path) ? UNNAMED : this.silence(path)
  }

  #look(path: string): Entry {
    let entry = this.#seen.get(path)
    if (!entry) {
      entry = look(path, this.#files)
      this.#seen.set(path, entry)
    }
    return entry
  }
}

function componentsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '' && part !== '.')
}

/** Why the walk cannot go on from an entry that is no link; undefined when it can. */
function stopAt(
  entry: Exclude<Entry, { type: 'link' }>,
  more: boolean,
  endsInLink: boolean,
): 'absent' | 'dangling' | 'unreadable' | undefined {
  if (entry.type === 'unreadable') return 'unreadable'
  if (entry.type === 'absent') return endsInLink ? 'dangling' : 'absent'
  if (!more || entry.type === 'folder') return undefined
  return endsInLink ? 'dangling' : 'absent'
}

function present(real: string, entry: Entry, links: readonly Link[]): PathFact {
  if (!('stat' in entry)) return { state: 'absent', real, links }
  const { mode, uid, gid, size } = entry.stat
  return { state: 'present', kind: entry.type, real, links, mode, uid, gid, size }
}

function look(path: string, files: Files): Entry {
  const stat = files.stat(path)
  if (typeof stat === 'number') return { type: isAbsence(stat) ? 'absent' : 'unreadable' }
  if (stat.kind !== 'link') return { type: stat.kind, stat }
  const to = files.readLink(path)
  return typeof to === 'string' ? { type: 'link', to } : { type: 'unreadable' }
}

function isAbsence(answer: number): boolean {
  return answer === -ERRNO.ENOENT || answer === -ERRNO.ENOTDIR
}
