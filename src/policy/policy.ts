import type { Creation, NetworkMode, PathWord } from './words.ts'

/** Where a value comes from: a profile's name or a flag as typed. */
export type Origin = string

/** One path rule after expansion. `path` is absolute and normalised but may cross links; the plan resolves those. */
export type Rule = {
  readonly word: PathWord
  readonly path: string
  readonly why: string
  readonly from: Origin
  /** Position of the layer: a later layer wins at the same path. */
  readonly layer: number
  readonly required: boolean
  /** Of a profile that jail brings along: that it matches nothing here is no news. */
  readonly builtIn: boolean
  /** Made on the host before the start when it is missing, so that what the agent keeps there is kept. */
  readonly create?: Creation
}

/** What the person allows, all layers merged. Pure data: `explain`, `run` and `verify` start from this one value. */
export type Policy = {
  readonly profile: string
  readonly description: string
  /** The profile's own command, and the arguments that come before the person's. */
  readonly command: string | undefined
  readonly args: readonly string[]
  readonly rules: readonly Rule[]
  /** What any layer lets be written, even where a stronger rule took it back: who could write there could make links. */
  readonly writes: readonly string[]
  readonly env: {
    readonly pass: readonly { readonly name: string; readonly from: Origin }[]
    readonly set: readonly { readonly name: string; readonly value: string; readonly from: Origin }[]
  }
  readonly network: NetworkMode
  readonly hostname: string
  /** Size limit of each tmpfs in bytes. */
  readonly tmpBytes: number
  /** Ids of weakenings that are fine, each with the reason. */
  readonly accept: ReadonlyMap<string, string>
  readonly notes: readonly string[]
}
