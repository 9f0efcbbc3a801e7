/** What `doctor` wants to know of people, folders, tools and agents; a part of `machine.ts`. Plain JSON values. */

export type Person = {
  readonly uid: number
  readonly user: string
  readonly home: string
  /** Where the account was found: in /etc/passwd, by another service of names (LDAP, systemd), or nowhere. */
  readonly account: 'file' | 'service' | 'nowhere'
  readonly accountHome: string | null
  /** Who called sudo, and who owns HOME then. */
  readonly sudo: { readonly user: string; readonly homeOwner: number | null } | null
}

/** The mount that a place lies on; null where /proc/self/mountinfo tells nothing of it. */
export type OnMount = {
  readonly point: string
  readonly type: string
  readonly noexec: boolean
  readonly readOnly: boolean
  /** Its server, or its daemon in user space, may not answer. */
  readonly remote: boolean
} | null

/** A folder and the mount that it lies on. `state` `silent`: it did not answer in time. */
export type Place = {
  /** Without links, as far as they could be followed. */
  readonly path: string
  readonly state: 'folder' | 'absent' | 'dangling' | 'unreadable' | 'other' | 'silent'
  /** Its owner and permission bits; null where it is not there. */
  readonly uid: number | null
  readonly mode: number | null
  readonly writable: boolean
  readonly mount: OnMount
}

/** The home folder. `named`: as HOME or the account says it; `encrypted`: by a file system of its own. */
export type Home = Place & { readonly named: string; readonly encrypted: boolean }

/** A top folder: a folder, something else, a link with its text and where it leads, or null where there is nothing. */
export type TopFolder = 'folder' | 'other' | { readonly link: string; readonly dangling: boolean } | null

/** ELF loaders that every box shows, and the one that /bin/sh wants: null when it is static or there is no /bin/sh. */
export type Loaders = { readonly found: readonly string[]; readonly wanted: string | null }

export type Certificates = {
  readonly found: readonly string[]
  readonly dangling: readonly string[]
  /** Variables that name certificates; null when the box could not be worked out. */
  readonly variables:
    | readonly {
        readonly name: string
        readonly path: string
        readonly state: 'visible' | 'hidden' | 'absent'
      }[]
    | null
}

export type DeadLink = { readonly path: string; readonly to: string }

/** Links in /etc. `alternatives`: names of programs that lead nowhere, or to what no box shows; null without the folder. */
export type EtcLinks = {
  readonly dangling: readonly DeadLink[]
  readonly alternatives: {
    readonly count: number
    readonly dangling: readonly DeadLink[]
    readonly outside: readonly DeadLink[]
  } | null
}

export type Resolver = {
  readonly kind: 'file' | 'link' | 'dangling' | 'absent' | 'unreadable'
  readonly target: string
  readonly servers: readonly string[]
}

/** /etc/localtime; `shown`: what a link leads to is in every box. */
export type TimeZone = {
  readonly file:
    | 'absent'
    | 'file'
    | 'unreadable'
    | { readonly dangling: string }
    | { readonly link: string; readonly shown: boolean }
}

/** The folder that a run here would make writable, or why it would be refused. */
export type Project = {
  readonly path: string
  readonly why: 'flag' | 'git' | 'cwd' | null
  readonly refusal: { readonly sentence: string; readonly fix: string } | null
  readonly mount: OnMount
}

/** What kind of system this is, and the folders of programs that make it one, present or not. */
export type Image = {
  readonly kind: 'nixos' | 'guix' | 'atomic' | 'plain'
  readonly roots: readonly string[]
  readonly missing: readonly string[]
}

/** A folder, or one on the way to it, that others may write: its owner, its group, or everybody; `who` in words. */
export type Opening = {
  readonly at: string
  readonly by: 'owner' | 'group' | 'everybody'
  readonly who: string
}

/** Jail's own folder, and the nearest folder of it that is there. */
export type State = {
  readonly path: string
  readonly writable: boolean
  readonly nearest: { readonly path: string; readonly uid: number | null }
}

/** An entry of PATH. */
export type PathEntry = {
  /** As it is written in PATH; empty for the current folder. */
  readonly path: string
  readonly state: 'folder' | 'absent' | 'relative' | 'other' | 'silent'
  /** Where people other than root and the caller may change what is found in it; null when nowhere. */
  readonly open: Opening | null
  /** Why the base profile shows it inside, or null when it stays hidden. */
  readonly visible: string | null
  /** A folder of shims, which start the tools of a manager. `root`: where those are; `hidden`: what is missed inside. */
  readonly shims: {
    readonly manager: string
    readonly root: string
    readonly hidden: string | null
  } | null
}

export type NodeInstall = {
  readonly path: string
  readonly real: string
  /** nvm, fnm, volta, asdf, mise, n, nodenv, Homebrew, pnpm, bun, deno, snap, Nix, the system, or a prefix. */
  readonly by: string
  /** From its package or folder name, never by starting it. */
  readonly version: string | null
  /** It is the one that the name `node` finds. */
  readonly first: boolean
  /** The base profile shows it inside. */
  readonly visible: boolean
}

export type AgentInstall = {
  readonly name: string
  /** `lost`: something that it is started by is missing. `off-path`: installed where PATH does not lead. */
  readonly state: 'absent' | 'found' | 'lost' | 'not-executable' | 'foreign-sandbox' | 'off-path'
  readonly path: string
  readonly real: string
  /** The Node that its `#!` line finds; null for a native program. */
  readonly node: string | null
  /** The box of its profile shows it, and what it is started by. */
  readonly reachable: boolean
  /** What is lost, the mode, the name of the other sandbox, or what is hidden; empty when all is well. */
  readonly why: string
}
