import type { Creation, NetworkMode, PathWord } from './words.ts'

/** Where a value comes from, for people: `profile claude`, a file (`~` for home), `command line`. */
export type Origin = string

/** Who speaks in a layer. Later ones win, but for what the administrator locks; a project may only tighten. */
export type Speaker = 'builtin' | 'administrator' | 'person' | 'project' | 'flags'

/** A file with this content, there while the box runs, where the folder for it is there. */
export type Loan = { readonly content: string; readonly lent: true }

/** One path rule after expansion. `path` is absolute and normalised but may cross links; the plan resolves those. */
export type Rule = {
  readonly word: PathWord
  readonly path: string
  readonly why: string
  readonly from: Origin
  /** Where in that file it stands, as `file:line:column`; only files of people have one. */
  readonly at?: string
  /** Position of the layer: a later layer wins at the same path. */
  readonly layer: number
  /** Who says it; unset for what ships with jail. A rule of the project's file never opens anything through a link. */
  readonly speaker?: Exclude<Speaker, 'builtin'>
  readonly required: boolean
  /** Made on the host before the start when it is missing, so that what the agent keeps there is kept. */
  readonly create?: Creation | Loan
  /** Of a rule of the project's file: what the other layers say about its path. That holds where the rule has no effect. */
  readonly instead?: readonly Rule[]
}

/** Closing words that are locked, and the layer that did it: what it or an earlier layer closed stays closed. */
export type Locked = { readonly words: readonly PathWord[]; readonly layer: number }

/** What the person allows, all layers merged. Pure data: `explain`, `run` and `verify` start from this one value. */
export type Policy = {
  readonly profile: string
  readonly description: string
  /** The profile's own command, and the arguments that come before the person's. */
  readonly command: string | undefined
  readonly args: readonly string[]
  readonly rules: readonly Rule[]
  /** Rules that only the project's file takes back, by null: they hold where a link leads away from their paths. */
  readonly takenBack: readonly Rule[]
  /** What any layer lets be written, even where a stronger rule took it back: who could write there could make links. */
  readonly writes: readonly string[]
  /** Those of them that only the project's file lets be written. */
  readonly writesOfProject: readonly string[]
  readonly env: {
    readonly pass: readonly { readonly name: string; readonly from: Origin; readonly at?: string }[]
    readonly set: readonly {
      readonly name: string
      readonly value: string
      readonly from: Origin
      readonly at?: string
    }[]
  }
  readonly network: NetworkMode
  readonly hostname: string
  /** Whether the command may make user namespaces of its own. */
  readonly nested: boolean
  /** Whether what now would run on the host is listed at the end. */
  readonly review: boolean
  /** Size limit of each tmpfs in bytes. */
  readonly tmpBytes: number
  /** What all of the box may use together, in bytes, and how many processes and threads it may have; 0 is no limit. */
  readonly memoryBytes: number
  readonly processes: number
  /** Closing words that the administrator locked, and the layer: what it or an earlier one closed stays closed. */
  readonly locked?: Locked
  /** Ids of weakenings that are fine, each with the reason. */
  readonly accept: ReadonlyMap<string, string>
  readonly notes: readonly string[]
}

/** The rule of a policy that passes (without a value) or sets a variable. */
export type EnvRule = Policy['env']['pass'][number] | Policy['env']['set'][number]
