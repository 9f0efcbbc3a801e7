/** The words of a profile file, as people write them. Their meaning is in docs/profiles.md. */

/** What stands behind a path: why it is granted, or an object with more; null removes an inherited entry. */
export type PathEntry =
  | string
  | null
  | { readonly why: string; readonly required?: boolean; readonly create?: Creation }

/** `subfolder` is made only where the folder above it is there. */
export type Creation = 'folder' | 'subfolder'

export type PathMap = Readonly<Record<string, PathEntry>>

export const NETWORK_MODES = ['open', 'none'] as const
export type NetworkMode = (typeof NETWORK_MODES)[number]

/** The words that grant or close a path, strongest first: at one path of one layer the earlier word wins. */
export const PATH_WORDS = ['hide', 'protect', 'read', 'copy', 'write'] as const
export type PathWord = (typeof PATH_WORDS)[number]

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
    readonly pass?: readonly string[]
    readonly set?: Readonly<Record<string, string | null>>
  }
  readonly network?: NetworkMode
  readonly hostname?: string
  readonly limits?: { readonly tmp?: string }
  readonly accept?: Readonly<Record<string, string>>
} & { readonly [W in PathWord]?: PathMap }

export type ProfileFile = LayerFile & { readonly description: string }
