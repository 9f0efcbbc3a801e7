import type { Distribution, NAMESPACES, Surroundings } from './blockers.ts'
import type { Bwrap, Fact } from './facts.ts'
import type { Live } from './live.ts'
import type {
  AgentInstall,
  Certificates,
  EtcLinks,
  Home,
  Image,
  Loaders,
  NodeInstall,
  PathEntry,
  Person,
  Place,
  Project,
  Resolver,
  State,
  TimeZone,
  TopFolder,
} from './places.ts'

/**
 * What `doctor` wants to know of a machine, by facet. Plain values, so that a machine can be recorded as JSON
 * (test/hosts/doctor). A facet that could not be read is an unknown fact with the reason, and no default.
 */
export type Facets = {
  readonly system: {
    readonly os: string
    readonly kernel: string
    readonly arch: string
    readonly version: string
  }
  readonly distribution: Distribution
  readonly person: Person
  readonly bwrap: BwrapPlace
  /** The limit of each kind of namespace (user.max_*_namespaces); null where the kernel has no such file. */
  readonly namespaceLimits: Readonly<Record<(typeof NAMESPACES)[number], number | null>>
  /** kernel.unprivileged_userns_clone: Debian's own; null on other kernels. */
  readonly usernsClone: boolean | null
  readonly apparmor: { readonly restricts: boolean; readonly profile: string | null }
  readonly selinux: { readonly enforces: boolean }
  /** /proc/self/attr/current: the label of SELinux or the profile of AppArmor; null without either. */
  readonly label: string | null
  readonly process: ProcessState
  readonly surroundings: Surroundings | null
  readonly wsl: { readonly generation: 1 | 2; readonly interop: boolean } | null
  readonly proc: {
    readonly mounted: boolean
    readonly readOnly: boolean
    readonly covered: readonly string[]
  }
  readonly sys: { readonly mounted: boolean }
  readonly devices: { readonly missing: readonly string[] }
  readonly systemPaths: Readonly<Record<string, TopFolder>>
  readonly loaders: Loaders
  readonly certificates: Certificates
  readonly etcLinks: EtcLinks
  readonly resolver: Resolver
  readonly timeZone: TimeZone
  readonly temporary: Place
  readonly home: Home
  readonly project: Project
  readonly state: State
  readonly image: Image
  readonly path: readonly PathEntry[]
  readonly nodes: readonly NodeInstall[]
  readonly agents: readonly AgentInstall[]
  readonly helpers: Readonly<Record<Helper, { readonly path: string; readonly version: string } | null>>
  readonly tun: boolean
  /** TCP ports of this machine that something listens on, reached over its loopback, sorted. */
  readonly listeners: readonly number[]
  readonly proxies: readonly ProxyVariable[]
  readonly cgroup: Cgroup
  readonly limits: { readonly files: Limit; readonly processes: Limit }
  readonly terminal: Terminal
  /** The version of Landlock's interface; 0 where the kernel has none. */
  readonly landlock: { readonly abi: number }
  /** Whether this process may call openat2(2), which newer builds of bwrap rely on. */
  readonly openat2: 'works' | 'missing' | 'refused'
  /** vm.memfd_noexec; null where the kernel has no such file. */
  readonly memfdNoexec: number | null
  /** Names of variables that look like secrets, and whether the base profile would pass them. No values. */
  readonly secrets: readonly { readonly name: string; readonly passed: boolean }[]
  /** Sockets that give power over this machine or session and are there. */
  readonly sockets: readonly Socket[]
  readonly settings: readonly Settings[]
  /** What src/host/git says of this project's pointers and hooks; the version of git is in `helpers`. */
  readonly git: { readonly notices: readonly string[] }
  readonly jail: OwnBinary
  readonly live: Live
}

export type Facet = keyof Facets
export type MachineFacts = { readonly [K in Facet]: Fact<Facets[K]> }

export type BwrapPlace =
  /** `fileCapabilities` is null where the file system does not tell. */
  | ({ readonly state: 'usable'; readonly fileCapabilities: boolean | null } & Bwrap)
  | { readonly state: 'absent' }
  | { readonly state: 'unusable'; readonly why: string; readonly because: Distrust }

/**
 * Which bwrap cannot be used: the one of JAIL_BWRAP, one seen from inside a jail or from inside another sandbox, which
 * knows no root, the system's; or it does not answer, or refuses because its file is setuid or has capabilities.
 */
export type Distrust = 'named' | 'inside' | 'outer' | 'system' | 'silent' | 'setuid' | 'capabilities'

/** What proc_pid_status(5) tells of jail itself; null for a line that this kernel does not write. */
export type ProcessState = {
  /** 0 none, 1 strict, 2 filter (proc(5) Seccomp). */
  readonly seccomp: number | null
  readonly noNewPrivs: boolean | null
  /** Sets of capabilities as hexadecimal numbers (capabilities(7)). */
  readonly ambient: string | null
  readonly permitted: string | null
  readonly bounding: string | null
  /** The user namespace maps one user only, as the box of another sandbox does. */
  readonly singleUser: boolean
  /** A tracer, as proot is one (proc(5) TracerPid). */
  readonly traced: boolean
}

export const HELPERS = ['git', 'pasta', 'slirp4netns', 'tmux'] as const
export type Helper = (typeof HELPERS)[number]

export type Cgroup = {
  readonly version: 0 | 1 | 2 | 'hybrid'
  readonly controllers: readonly string[]
  /** A user manager of systemd that can make scopes. */
  readonly userManager: boolean
}

/** A limit of setrlimit(2); null stands for unlimited. */
export type Limit = {
  readonly soft: number | null
  readonly hard: number | null
  readonly used: number | null
}

export type Terminal = {
  readonly input: boolean
  readonly output: boolean
  readonly term: string | null
  /** A description of the terminal is visible inside. */
  readonly described: boolean
  /** Null without a terminal. */
  readonly size: { readonly columns: number; readonly rows: number } | null
  /** dev.tty.legacy_tiocsti; null before Linux 6.2, where it always works; `unread` where /proc is not mounted. */
  readonly legacyTiocsti: boolean | null | 'unread'
}

/** A variable for a proxy, without the name and password that its value may hold. */
export type ProxyVariable = {
  readonly name: string
  /** `host:port`, or null where the value is no address. */
  readonly at: string | null
  readonly loopback: boolean
  /** The value holds a name or password; only this is kept of it. */
  readonly login: boolean
}

export type Socket = {
  readonly path: string
  /** What whoever reaches it can do. */
  readonly power: string
  /** `hidden` by the base profile; `shown` by it; `abstract`: without a file, in reach while the network is open (unix(7)). */
  readonly inside: 'hidden' | 'shown' | 'abstract'
}

/** The jail that is running. */
export type OwnBinary = {
  readonly version: string
  readonly binary: string
  /** It was started inside another jail. */
  readonly inside: boolean
  /** People other than root and the caller may replace it, or null. */
  readonly distrust: string | null
}

export type Settings = {
  readonly path: string
  readonly kind: 'administrator' | 'config' | 'profile' | 'project'
  /** `unallowed`: good, but it opens something that the person has not allowed. */
  readonly state: 'absent' | 'ok' | 'wrong' | 'unreadable' | 'unallowed'
  readonly sentence: string | null
  readonly fix: string | null
}
