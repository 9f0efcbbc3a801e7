import type { Seen, Snapshot } from '../../review/state.ts'
import type { Files } from '../../sys/files.ts'
import type { Walker } from '../walk.ts'

/** What is there, and the content of the watched files as far as it is kept. */
export type Survey = Seen & { readonly contents: Readonly<Record<string, string>> }

/** The start of the run, of which this is not the first look. */
export type Before = Pick<Snapshot, 'seen' | 'since'>

/** `most`: entries of the project that are looked at. */
export type Machine = { readonly walker: Walker; readonly files: Files; readonly most?: number }
