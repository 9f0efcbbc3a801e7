import type { Op } from '../plan/op.ts'
import type { NetworkMode } from '../policy/words.ts'
import type { Area } from './areas.ts'

/** What one try found. `evidence` is a short text: what was got, or the name of the errno. */
export type Attempt = {
  readonly worked: boolean
  readonly evidence: string
  /** It threw or took too long: that it did not work is no refusal. */
  readonly isUntried?: true
}

/**
 * The throw-away place that probes work in, as plain values: both the control outside and the attack inside get it as
 * JSON. All paths are real and lie below one folder that is removed at the end, whatever happens.
 */
export type Field = {
  readonly home: string
  readonly project: string
  /** Another project of the same person, below the same home. */
  readonly other: string
  /** A folder beside the home, for what lies outside of it. */
  readonly outside: string
  /** A random mark: what shows it has read what it should not. */
  readonly canary: string
  readonly network: NetworkMode
  readonly witness: Witness
  /** A file in the real home of the person with the canary in it, where the box is that of the real home. */
  readonly realCanary: string | undefined
}

/** What a socket stands for. */
export type SocketName = 'gpg' | 'ssh' | 'docker' | 'bus' | 'podman' | 'wayland' | 'pulse'

/** A process outside of the box that attacks may look for. It has the canary in its environment and its arguments. */
export type Witness = {
  readonly pid: number
  /** A server on 127.0.0.1 that answers with the canary. */
  readonly tcp: number
  readonly tcp6: number | undefined
  /** The name of an abstract unix socket (without the NUL byte) that answers with the canary. */
  readonly abstract: string
  /** A unix socket in `outside` that answers with the canary. */
  readonly socket: string
  /** Sockets where agents of keys and containers have theirs: below the home, and in `outside` for /run/user. */
  readonly sockets: Readonly<Record<SocketName, string>>
  /** A server for UDP on 127.0.0.1 that answers with the canary. */
  readonly udp: number
  /** The name of the host, as it sees it. */
  readonly hostname: string
  /** Where the canary stands in its memory. */
  readonly memory: number
  /** The id of a shared memory segment with the canary in it (shmget(2)). */
  readonly shm: number
  /** Device and inode of folders of the host, by path: who finds the same inside sees that very folder. */
  readonly places: Readonly<Record<string, string>>
  /** Its namespaces by kind, as /proc/PID/ns names them. */
  readonly spaces: Readonly<Record<string, string>>
  /** A file that it makes when it gets SIGURG, which nobody else minds. */
  readonly signalled: string
  /** A file that it makes when it gets SIGIO: then all that was sent to it before has arrived. */
  readonly asked: string
}

/** A limit of the policy that a machine may be unable to hold. */
export type LimitName = 'memory' | 'processes' | 'tmp'

/** How the process that tried a probe ended, or the box around it: as a shell would say it. */
export type Ended = {
  readonly code: number
  /** It was the control, of which nothing ends late: what is there now counts. */
  readonly isControl?: boolean
}

/**
 * What protects, for the mutation test: with it taken away the probe must say `escaped`.
 * `op`: operations of the plan at this path (of this kind; those of root's plans) are taken out. `absence`: nothing shows this path; a bind of it is added.
 * `word`: a word of bwrap's line and its value are taken out. `row`: rows of the seccomp filter for this call.
 * `env`: a variable is passed. `code`: something in jail itself, which has a test of its own, named here.
 */
export type Guard =
  | { readonly op: string; readonly kind?: Op['kind']; readonly root?: true }
  | { readonly absence: string; readonly writable?: true }
  | { readonly word: string }
  | { readonly row: readonly string[] }
  | { readonly env: string }
  | { readonly code: string; readonly test: string }

export type Probe = {
  /** `area-name`, equal to the name of its file below probes/. */
  readonly id: `${Area}-${string}`
  /** A sentence that is true when the attack is blocked, or when what must work works. */
  readonly claim: string
  /** What holds the claim, all of them; paths as `placeIn` takes them, or `jail` for its own program. Not for `works-`. */
  readonly guards: readonly Guard[]
  /** The network modes in which the claim is made; all without it. */
  readonly networks?: readonly NetworkMode[]
  /** Makes what it needs in the field, outside, before each try. */
  readonly plant?: (field: Field) => void | Promise<void>
  /** The attack: the same code runs outside as control, where it must work, and inside. */
  readonly attempt: (field: Field) => Attempt | Promise<Attempt>
  /**
   * For attacks whose success shows outside only: what is there after the try. Then what `attempt` says is no proof, but
   * part of the evidence.
   */
  readonly reached?: (field: Field, ended: Ended) => Attempt | Promise<Attempt>
  /** The claim is made of this profile and of no other, whatever profile the others are tried with. */
  readonly profile?: string
  /** Only when `attempt` worked inside does it count that `reached` found nothing. */
  readonly mustAct?: true
  /** Needs `alone`. This signal is sent to what was started outside as soon as the attempt says so (`sayReady`). */
  readonly cut?: 'SIGKILL' | 'SIGTERM'
  /** Only root could do it outside, so for others nothing is claimed. */
  readonly root?: true
  /** It takes a limit of the policy, so where nothing can hold that nothing is claimed. */
  readonly limit?: LimitName
  /** The only processor for which it is written; on others nothing is claimed. */
  readonly arch?: 'x64'
  /** A gap that is known and documented: an escape is shown with this text as not claimed. A sentence. */
  readonly known?: string
  /** It disturbs others, so it gets a box of its own; those with the same word share one, and disturb each other not. */
  readonly alone?: true | 'leftovers' | 'git'
  /** It needs the internet: without one it is inconclusive as `offline`. */
  readonly internet?: true
  /** It is quick and harmless enough for `jail run --verify`. */
  readonly fast?: true
  /** The folder that it is tried in, and so the project of its box, instead of the field's project. Needs `alone`. */
  readonly place?: (field: Field) => string
  /** What its standard input brings; empty without it. Needs `alone`. */
  readonly stdin?: string
  /** It is tried in the box of the person's real home and current folder. Needs `alone`. */
  readonly realHome?: true
  /** It is about files of the system: in another sandbox they may be those of an image, and then they say nothing of the host. */
  readonly hostFiles?: true
  /** A claim about jail's own words inside, which no other sandbox makes. */
  readonly jailOnly?: true
}

/** A probe as it is: the type checks that nothing is missing. */
export function defineProbe(probe: Probe): Probe {
  return probe
}

export function areaOf({ id }: Pick<Probe, 'id'>): Area {
  return id.slice(0, id.indexOf('-')) as Area
}
