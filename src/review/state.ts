/** What is kept of a project between the start and the end of a run. Plain values, as they stand in the record. */

/** A file that could run code on the host. */
export type Watched = {
  readonly path: string
  /** The project, or the path outside of it that is watched: what was not looked at before is not new now. */
  readonly place: string
  /** What makes it run, as half a sentence. */
  readonly why: string
  readonly kind: 'file' | 'link' | 'other'
  readonly mode: number
  /** `sha256:…`, `stamp:…` for one that is large or cannot be read, or `link:…`. */
  readonly sum: string
}

/** What makes an entry of the project odd, whatever its name. */
export type Oddity = 'link' | 'unseen' | 'setuid' | 'open' | 'hardlink' | 'fifo' | 'socket' | 'device'

export type Odd = {
  readonly path: string
  readonly sort: Oddity
  /** The text of a link; what else tells two of a sort apart. */
  readonly detail: string
}

/** What is there at one time. */
export type Seen = {
  readonly watched: readonly Watched[]
  readonly odd: readonly Odd[]
  /** Sorts of which there are so many that none is told. */
  readonly omitted: readonly Oddity[]
  /** Folders that could not be listed. */
  readonly unlisted: readonly string[]
  /** What was too much to be looked at, as whole sentences. */
  readonly gaps: readonly string[]
}

/** A path outside of the project that is watched, in the state of an agent or in git's folder. */
export type Outside = {
  readonly path: string
  readonly why: string
  /** `entry`: it, or all in it; `git`: a git folder; `gits`: a folder with git folders in it. */
  readonly how: 'entry' | 'git' | 'gits'
  /** What jail itself lends there while a box runs (plan/git-rules.ts): with this text it is as if nothing were there. */
  readonly own?: string
}

/** What is looked at, decided at the start, so that the end looks at the same. */
export type Scope = {
  readonly project: string
  readonly home: string
  readonly outside: readonly Outside[]
  /** Paths at any depth of the project, such as `.vscode`, and why. */
  readonly inside: readonly { readonly path: string; readonly why: string }[]
}

/** What a review is to look at, where its record is kept, and whether that can be written. */
export type ReviewQuestion = { readonly path: string; readonly scope: Scope; readonly canKeep: boolean }

/** The record of a project. */
export type Snapshot = {
  readonly version: 1
  readonly scope: Scope
  /** When the run began, as an ISO date. */
  readonly since: string
  /** Whether the run has ended, and what it did was listed. */
  readonly ended: boolean
  readonly seen: Seen
  /** The old content of watched files in base64, as far as it was kept, by path. */
  readonly contents: Readonly<Record<string, string>>
}

/**
 * An older state that still stands, with what only the newer one looked at: two runs at a time have one beginning, but
 * may look at the state of different agents.
 */
export function joined(older: Snapshot, newer: Snapshot): Snapshot {
  const known = new Set([older.scope.project, ...older.scope.outside.map(({ path }) => path)])
  const fresh = newer.seen.watched.filter(({ place }) => !known.has(place))
  const contents = Object.fromEntries(
    fresh.flatMap(({ path }) => {
      const content = newer.contents[path]
      return content === undefined ? [] : [[path, content] as const]
    }),
  )
  const outside = newer.scope.outside.filter(({ path }) => !known.has(path))
  return {
    ...older,
    ended: false,
    scope: { ...older.scope, outside: [...older.scope.outside, ...outside] },
    seen: { ...older.seen, watched: [...older.seen.watched, ...fresh] },
    contents: { ...older.contents, ...contents },
  }
}
