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

/** A file or folder of jail itself, which decides about later runs. */
export type OwnPlace = {
  readonly path: string
  readonly fact: PathFact
  /** It is a folder that is missing and that this process can make. */
  readonly mayBeMade: boolean
}

/** What `.git` in a work tree is; `none` for a git folder that no work tree leads to, such as a submodule's in .git/modules. */
export type GitEntry = 'folder' | 'file' | 'link' | 'none'

/** One repository, or one work tree of it. All paths are real; what is listed is there, unless it says otherwise. */
export type GitRepository = {
  /** `project`: that of the project itself; `nested`: below it; `module`: a submodule's git folder. */
  readonly kind: 'project' | 'nested' | 'module'
  readonly entry: GitEntry
  readonly workTree: string | undefined
  readonly gitDir: string
  /** Where configuration, hooks and objects are: the same folder, but for linked worktrees. */
  readonly commonDir: string
  /** Files that tell git where its folders are: `.git`, `commondir`, `gitdir`, also those of other worktrees. */
  readonly pointers: readonly string[]
  readonly configs: readonly string[]
  /** Files that `include.path` names, there or not. */
  readonly included: readonly string[]
  /** Folders that git takes hooks from, there or not: its own, and those of `core.hooksPath`. */
  readonly hooks: readonly string[]
  readonly attributes: readonly string[]
  /** Files that git runs as its configuration says. */
  readonly programs: readonly { readonly path: string; readonly key: string }[]
  /** Files that would change what git runs if the command made them: not there, or there with jail's own text. */
  readonly absent: readonly { readonly path: string; readonly text: string; readonly why: string }[]
  /** Object folders of other repositories that this one needs (objects/info/alternates). */
  readonly alternates: readonly string[]
}

/** Where the project's own `.git` leads when that is outside of the project. */
export type GitOutside = {
  readonly pointer: string
  /** Undefined when it leads back: then `commonDir` is what git needs to be able to write. */
  readonly forged: { readonly why: string; readonly fix: string } | undefined
  readonly what: 'worktree' | 'submodule'
  /** The rule that hides it, as it is written; undefined when none does. */
  readonly hiddenBy?: string
  readonly commonDir: string
}

/** What git's own files say about the project, read by jail itself. */
export type GitFacts = {
  readonly repositories: readonly GitRepository[]
  readonly outside: GitOutside | undefined
  /** Pointers of nested repositories that lead out of all that can be written, or to nothing. */
  readonly pointers: readonly string[]
  /** What could not be read, as sentences without the dot at the end. */
  readonly notices: readonly string[]
  /** Why not every repository below the project was found; undefined when all were. */
  readonly incomplete: string | undefined
}

export type Facts = {
  readonly caller: Caller
  readonly project: Project
  readonly git: GitFacts
  readonly bwrap: Fact<Bwrap>
  /** What this process may do with control groups; undefined when no limit needs one. */
  readonly cgroups: Cgroups | undefined
  /** The version of Landlock's interface: 0 when the kernel has none, negative (an errno) when it is refused. */
  readonly landlock: number
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
  /** Jail's own files and folders. */
  readonly own: readonly OwnPlace[]
}

/** Where a control group for a box can be made, for one controller, or why it cannot (cgroups(7)). */
export type CgroupPlace =
  | { readonly can: true; readonly version: 1 | 2; readonly above: string }
  | { readonly can: false; readonly because: string }

/**
 * Whether a manager of systemd can be asked for a scope (systemd.scope(5)): on this socket, with control groups that are
 * seen at `mount` and these controllers handed on.
 */
export type ScopePlace =
  | {
      readonly can: true
      readonly socket: string
      readonly mount: string
      readonly controllers: readonly string[]
    }
  | { readonly can: false; readonly because: string }

/** What could hold the limits of a box here. */
export type Cgroups = {
  readonly memory: CgroupPlace
  readonly pids: CgroupPlace
  readonly scope: ScopePlace
  /** Whether memory that is swapped out counts; `none` when it does not and there is nothing to swap to. */
  readonly swap: 'counted' | 'uncounted' | 'none'
  /** The release of the kernel, as `uname -r` says it, and the users of this namespace (user_namespaces(7)). */
  readonly release: string
  readonly uidMap: string
}

/** What the pure side wants to know. */
export type Questions = {
  readonly paths: readonly string[]
  readonly patterns: readonly string[]
  readonly command: string
  /** Some limit needs a control group. */
  readonly cgroups: boolean
}
