import { lstatSync, readlinkSync, type Stats } from 'node:fs'
import { isWithin } from '../policy/paths.ts'
import type { Link, PathFact } from './facts.ts'

/** Linux gives up after 40 links on one path (path_resolution(7)). */
const MAX_LINKS = 40

const IFMT = 0o170000
const IFDIR = 0o040000
const IFREG = 0o100000
const IFLNK = 0o120000

type Entry =
  | { readonly type: 'link'; readonly to: string }
  | { readonly type: 'folder' | 'file' | 'other'; readonly stat: Stats }
  | { readonly type: 'absent' | 'unreadable' }

/**
 * Resolves paths as the kernel does, component by component, and remembers every folder it has seen.
 * Paths on a mount in `silent` (mount point → why) are answered with `unknown` and never touched.
 */
export class Walker {
  readonly #seen = new Map<string, Entry>()
  readonly #silent: ReadonlyMap<string, string>

  constructor(silent: ReadonlyMap<string, string> = new Map()) {
    this.#silent = silent
  }

  /** What `path` (absolute) leads to, with each link on the way. */
  resolve(path: string): PathFact {
    const links: Link[] = []
    const pending = componentsOf(path)
    let real = ''
    let found: Entry = { type: 'folder', stat: ROOT_STAT }
    // Once the last component is a link, all that follows is the text of links.
    let endsInLink = false
    while (pending.length > 0) {
      const part = pending.shift()
      if (part === '..') {
        real = real.slice(0, Math.max(0, real.lastIndexOf('/')))
        continue
      }
      const here = `${real}/${part}`
      const silent = this.#silence(here)
      if (silent !== undefined) return { state: 'unknown', why: silent }
      found = this.#look(here)
      if (found.type === 'link') {
        links.push({ at: here, to: found.to })
        if (links.length > MAX_LINKS) return { state: 'dangling', real: here, links }
        endsInLink ||= pending.length === 0
        if (found.to.startsWith('/')) real = ''
        pending.unshift(...componentsOf(found.to))
        continue
      }
      const stop = stopAt(found, pending.length > 0, endsInLink)
      if (stop !== undefined) return { state: stop, real: [here, ...pending].join('/'), links }
      real = here
    }
    return present(real === '' ? '/' : real, found, links)
  }

  /** Why nothing can be known of a path on a mount that does not answer. */
  #silence(path: string): string | undefined {
    for (const [mount, why] of this.#silent) if (isWithin(path, mount)) return why
    return undefined
  }

  #look(path: string): Entry {
    let entry = this.#seen.get(path)
    if (!entry) {
      entry = look(path)
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
  return more && entry.type !== 'folder' ? 'absent' : undefined
}

const ROOT_STAT = { mode: IFDIR | 0o755, uid: 0, gid: 0, size: 0 } as Stats

function present(real: string, entry: Entry, links: readonly Link[]): PathFact {
  if (!('stat' in entry)) return { state: 'absent', real, links }
  const { mode, uid, gid, size } = entry.stat
  return { state: 'present', kind: entry.type, real, links, mode: mode & 0o7777, uid, gid, size }
}

function look(path: string): Entry {
  try {
    const stat = lstatSync(path, { throwIfNoEntry: false })
    if (!stat) return { type: 'absent' }
    const kind = stat.mode & IFMT
    if (kind === IFLNK) return { type: 'link', to: readlinkSync(path) }
    return { type: kind === IFDIR ? 'folder' : kind === IFREG ? 'file' : 'other', stat }
  } catch (error) {
    return { type: noEntry(error) ? 'absent' : 'unreadable' }
  }
}

function noEntry(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return code === 'ENOENT' || code === 'ENOTDIR'
}
