import { nameOf } from './paths.ts'
import type { Source } from './sources.ts'
import {
  type LayerFile,
  type Lockable,
  PATH_WORDS,
  type PathEntry,
  type PathMap,
  type PathWord,
} from './words.ts'

/** A word that takes a list of names, or a map from a name to more. */
type Entries<T> = readonly string[] | Readonly<Record<string, T>>
type WrittenEntry =
  | string
  | null
  | { readonly why?: string; readonly required?: boolean; readonly create?: string }

/** The words of a file that has no fault, as they were written. A word with nothing behind it is undefined. */
export type Words = {
  readonly [W in Exclude<keyof LayerFile, PathWord | 'accept'>]?: LayerFile[W] | undefined
} & { readonly [W in PathWord]?: Entries<WrittenEntry> | undefined } & {
  readonly accept?: Entries<string | null> | undefined
  readonly lock?: readonly Lockable[] | undefined
}

/** Words that are taken as they are. */
const PLAIN = ['extends', 'command', 'args', 'notes', 'network', 'hostname', 'nested', 'review'] as const

/** The words of a file with lists made into maps and missing reasons filled in. */
export function layerFile(words: Words, { kind, path, shown }: Source): LayerFile {
  const file: { -readonly [W in keyof LayerFile]: unknown } = {}
  for (const word of PLAIN) if (words[word] !== undefined) file[word] = words[word]
  for (const word of PATH_WORDS)
    if (words[word] !== undefined) file[word] = pathMap(words[word], `named in ${shown}`)
  if (words.accept !== undefined) file.accept = mapOf(words.accept, `accepted in ${shown}`)
  if (words.env !== undefined) file.env = withoutEmpty(words.env)
  const limits = Object.entries(words.limits ?? {}).filter(([, value]) => value !== undefined)
  if (limits.length > 0) file.limits = Object.fromEntries(limits)
  const description =
    words.description ?? (kind === 'profile' ? `your own profile ${profileName(path)}` : undefined)
  if (description !== undefined) file.description = description
  return file as LayerFile
}

function profileName(path: string): string {
  const name = nameOf(path)
  return name.endsWith('.yaml') ? name.slice(0, -5) : name
}

function pathMap(entries: Entries<WrittenEntry>, why: string): PathMap {
  const map: Record<string, PathEntry> = Object.create(null)
  const given = mapOf(entries, why)
  for (const path in given) {
    const entry = given[path] as WrittenEntry
    map[path] = typeof entry === 'object' && entry !== null ? { why, ...entry } : entry
  }
  return map
}

/** A list as a map in which each name has this value. */
function mapOf<T>(entries: Entries<T>, value: T): Readonly<Record<string, T>> {
  if (!Array.isArray(entries)) return entries as Readonly<Record<string, T>>
  const map: Record<string, T> = Object.create(null)
  for (const name of entries as readonly string[]) map[name] = value
  return map
}

function withoutEmpty({ pass, set }: NonNullable<Words['env']>): NonNullable<LayerFile['env']> {
  return { ...(pass === undefined ? {} : { pass }), ...(set === undefined ? {} : { set }) }
}
