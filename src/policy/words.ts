/** The words of a profile or config file, as people write them. Their meaning is in docs/profiles.md. */

/** What stands behind a path: why it is granted, or an object with more; null removes an inherited entry. */
export type PathEntry =
  | string
  | null
  | { readonly why: string; readonly required?: boolean; readonly create?: string }

/**
 * What is made on the host before the start where the path is missing. `subfolder` is made only where the folder above
 * it is there; so is a file, which gets this content.
 */
export type Creation = 'folder' | 'subfolder' | { readonly content: string }

export type PathMap = Readonly<Record<string, PathEntry>>

/** From the widest to the strictest. */
export const NETWORK_MODES = ['open', 'none'] as const
export type NetworkMode = (typeof NETWORK_MODES)[number]

/** The words that grant or close a path, strongest first: at one path of one layer the earlier word wins. */
export const PATH_WORDS = ['hide', 'protect', 'read', 'copy', 'keep', 'write'] as const
export type PathWord = (typeof PATH_WORDS)[number]

/** Those of them by which what is shown can be changed inside, whatever becomes of the changes. */
const CHANGING: readonly string[] = ['copy', 'keep', 'write'] satisfies readonly PathWord[]

/** Whether a word lets what it shows be changed inside. */
export function letsChange(word: string | undefined): boolean {
  return word !== undefined && CHANGING.includes(word)
}

/** What one layer may say; a profile file also has a description. */
export type LayerFile = {
  readonly description?: string
  readonly extends?: readonly string[]
  readonly command?: string
  /** Put before the person's own arguments when the profile's own command is started. */
  readonly args?: readonly string[]
  /** Sentences that `jail profiles NAME` prints below the profile. */
  readonly notes?: readonly string[]
  readonly env?: {
    /** Names, with `*` at the end for all that begin so; a map says why, and null takes an inherited one back. */
    readonly pass?: readonly string[] | Readonly<Record<string, string | null>>
    readonly set?: Readonly<Record<string, string | null>>
  }
  readonly network?: NetworkMode
  readonly hostname?: string
  /** Whether the command may make user namespaces of its own. */
  readonly nested?: boolean
  /** Whether what now would run on the host is listed at the end. */
  readonly review?: boolean
  /** `memory` and `processes` are for all of the box together; null takes an inherited one back. */
  readonly limits?: {
    readonly tmp?: string
    readonly memory?: string | null
    readonly processes?: number | null
  }
  /** Ids of weakenings that are fine, each with the reason. */
  readonly accept?: Readonly<Record<string, string | null>>
} & { readonly [W in PathWord]?: PathMap }

export type ProfileFile = LayerFile & { readonly description: string }

/** What the administrator may lock: a later layer that loosens one of these stops the run. */
export const LOCKABLE = [...PATH_WORDS, 'env', 'network', 'nested', 'limits', 'accept', 'review'] as const
export type Lockable = (typeof LOCKABLE)[number]

/** Words of the design that this version cannot enforce yet: a file with one stops the run, with this reason. */
export const NOT_BUILT = {
  allow: 'there is no filtered network yet; use network: none',
  publish: 'there is no private network yet, so there is nothing to publish',
  credentials: 'keys cannot be kept outside of the jail yet; pass them by env',
} as const satisfies Readonly<Record<string, string>>

/** Values of words that are known, of which this version cannot enforce some yet. */
export const NETWORK_NOT_BUILT = ['private', 'filtered'] as const
