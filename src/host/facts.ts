/** What is known of this machine. Plain values: recorded machines in test/hosts have the same shape. */

export type Fact<T> =
  | { readonly known: true; readonly value: T }
  | { readonly known: false; readonly why: string }

/** A symbolic link met on the way to a path: where it is (its folder resolved) and the text in it. */
export type Link = { readonly at: string; readonly to: string }

/**
 * A path as the kernel resolves it. `absent`, `dangling` (a link to nothing), `unreadable` (no permission) and
 * `unknown` (the place did not answer in time) are different answers.
 */
export type PathFact =
  | {
      readonly state: 'present'
      readonly kind: 'folder' | 'file' | 'other'
      /** The path without any link. */
      readonly real: string
      readonly links: readonly Link[]
      readonly mode: number
      readonly uid: number
      readonly gid: number
      readonly size: number
    }
  | {
      readonly state: 'absent' | 'dangling' | 'unreadable'
      /** Where it would be, as far as links could be followed. */
      readonly real: string
      readonly links: readonly Link[]
    }
  | { readonly state: 'unknown'; readonly why: string }

export type PresentPath = Extract<PathFact, { state: 'present' }>

/** The person and the place that jail was called from. */
export type Caller = {
  readonly uid: number
  readonly gid: number
  /** Effective and supplementary groups. */
  readonly groups: readonly number[]
  readonly user: string
  readonly home: string
  readonly shell: string
  /** The current folder as the shell names it (it may cross links) and as the kernel does. */
  readonly cwd: { readonly logical: string; readonly real: string }
  /** Set when jail runs under sudo: who called it, and who owns HOME. */
  readonly sudo: { readonly user: string; readonly homeOwner: number } | undefined
  readonly env: Readonly<Record<string, string>>
  readonly arch: string
}

export type Project = {
  /** Without links. */
  readonly path: string
  /** As the person named it; it may cross links, which are made again inside. */
  readonly named: string
  readonly why: 'flag' | 'git' | 'cwd'
  /** Short name that is unique to the path, for the folder of its caches. */
  readonly id: string
}

export type Bwrap = {
  readonly path: string
  readonly setuid: boolean
  readonly version: string
  /** Options that `bwrap --help` lists, with their dashes. Versions lie, since distributions carry patches back. */
  readonly options: readonly string[]
}

/** A read-only grant that a command or a PATH entry needs. */
export type ToolRoot = { readonly path: string; readonly why: string }

/** An entry of PATH and what its programs need. */
export type Toolchain = { readonly entry: string; readonly roots: readonly ToolRoot[] }

export type Command =
  | {
      readonly state: 'found'
      /** The PATH entry, absolute; it is what is executed inside. */
      readonly path: string
      readonly real: string
      readonly roots: readonly ToolRoot[]
      /** A program that it is started through and that is not on this machine. */
      readonly lost: string | undefined
    }
  | { readonly state: 'missing'; readonly name: string; readonly searched: readonly string[] }
  | { readonly state: 'not-executable'; readonly path: string; readonly why: string }
  | { readonly state: 'refused'; readonly path: string; readonly by: 'snap' | 'flatpak' }

export type Account = {
  readonly name: string
  readonly uid: number
  readonly gid: number
  readonly comment: string
}

export type Facts = {
  readonly caller: Caller
  readonly project: Project
  readonly bwrap: Fact<Bwrap>
  /** What bwrap answered, to be kept for the next start; undefined when it was known already. */
  readonly bwrapAnswer: { readonly path: string; readonly text: string } | undefined
  readonly command: Command
  /** Entries of PATH, in order, with what makes their programs run. */
  readonly toolchains: readonly Toolchain[]
  /** One answer for each asked path. */
  readonly paths: ReadonlyMap<string, PathFact>
  /** Paths that a pattern matched, by pattern. */
  readonly matches: ReadonlyMap<string, readonly string[]>
  readonly account: Account
  readonly groupNames: ReadonlyMap<number, string>
  readonly hostsFile: string
  /** The owner of the project folder when it is somebody else. */
  readonly projectOwner: Account | undefined
  /** Whether jail's own state folder is there or can be made; without it caches are not kept. */
  readonly stateWritable: boolean
}

/** What the pure side wants to know. */
export type Questions = {
  readonly paths: readonly string[]
  readonly patterns: readonly string[]
  readonly command: string
}
