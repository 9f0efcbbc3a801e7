import { JailError } from '../errors.ts'
import { cut, shortened } from './characters.ts'
import type { Layer } from './layer.ts'
import { layerFile, type Words } from './layer-file.ts'
import type { Speaker } from './policy.ts'
import { type Fault, faultsOf } from './schema.ts'
import type { FileKind, Source } from './sources.ts'
import { readTree, type Tree } from './tree.ts'
import { INNER_WORDS } from './unknown-key.ts'
import { PATH_WORDS } from './words.ts'

const SPEAKERS: Readonly<Record<FileKind, Speaker>> = {
  administrator: 'administrator',
  config: 'person',
  profile: 'person',
  project: 'project',
}

/**
 * One file of policy as a layer, with the place of each entry. A file without any word is an empty layer. Throws the
 * first fault of the file, with `file:line:column` in front: `policy.yaml`, `policy.characters`, `policy.nul`,
 * `policy.duplicate-key`, `policy.unknown-key`, `policy.value`, `policy.size`, `policy.relative-path`,
 * `policy.pattern`, `policy.not-built`.
 */
export function parseLayer(source: Source): Layer {
  const tree = readTree(source)
  const value = tree.value ?? Object.create(null)
  const [first] = faultsOf(value, source.kind).sort((a, b) => offsetOf(a, tree) - offsetOf(b, tree))
  if (first) throw errorOf(first, tree)
  const words = value as Words
  refuseTwice(words, tree)
  const { lock } = words
  const at = (word: string, entry?: string): string | undefined => placeOf(words, { word, entry }, tree)
  const file = layerFile(words, source)
  return { from: source.shown, speaker: SPEAKERS[source.kind], file, at, ...(lock ? { lock } : {}) }
}

/** Where a fault stands in the file, for their order. */
function offsetOf({ path, on }: Fault, tree: Tree): number {
  return tree.spot(path)?.[on] ?? 0
}

function errorOf(fault: Fault, tree: Tree): JailError {
  const { id, path, on, input, wanted, says, quote } = fault
  const source = tree.spot(path)?.source
  const sentence =
    says ??
    (on === 'key'
      ? `the key ${naming(path)} must be ${wanted}`
      : `${naming(path)} is ${described(input, source)}, but it must be ${wanted}`)
  const isNoText =
    typeof input === 'number' || typeof input === 'boolean' || (input === null && source === '~')
  const fix = quote && isNoText ? `Put it in quotes: "${cut(source ?? '')}"` : fault.fix
  // In `{~/x:why}` the whole is one key with nothing behind it.
  const hint = input === undefined && path.at(-1)?.includes(':') ? 'A colon needs a space behind it. ' : ''
  return new JailError(id, `${tree.place(offsetOf(fault, tree))}: ${sentence}.`, { fix: `${hint}${fix}` })
}

/** A value by the keys that lead to it: `limits.tmp`, `item 2 of args`, `why of "~/x" of read`. */
function naming(path: readonly string[]): string {
  const [word, ...rest] = path
  if (word === undefined) return 'the file'
  const isOuter = Object.hasOwn(INNER_WORDS, word) && rest.length > 0
  const head = isOuter ? `${word}.${rest.shift()}` : word
  const keys = rest.map((key) => (/^\d+$/.test(key) ? `item ${Number(key) + 1}` : shortened(key)))
  return [...keys.reverse(), head].join(' of ')
}

function described(input: unknown, source: string | undefined): string {
  if (input === undefined) return 'empty'
  if (typeof input === 'string') return shortened(input)
  if (Array.isArray(input)) return 'a list'
  return typeof input === 'object' && input !== null ? 'a map' : cut(source ?? String(input))
}

/** Lists whose items are names: one that stands twice is a slip, as a key that does. */
function refuseTwice(words: Words, { spot, place }: Tree): void {
  const lists: readonly (readonly [readonly string[], unknown])[] = [
    ...[...PATH_WORDS, 'accept', 'extends', 'lock'].map(
      (word) => [[word], words[word as keyof Words]] as const,
    ),
    [['env', 'pass'], words.env?.pass],
  ]
  for (const [path, list] of lists) {
    if (!Array.isArray(list)) continue
    const seen = new Map<string, number>()
    for (const [index, item] of list.entries()) {
      const at = spot([...path, `${index}`])?.value ?? 0
      const first = seen.get(item)
      if (first !== undefined) {
        const sentence = `${place(at)}: ${shortened(item)} stands twice, first at ${place(first)}.`
        throw new JailError('policy.duplicate-key', sentence, { fix: 'Keep one of them.' })
      }
      seen.set(item, at)
    }
  }
}

type Sought = { readonly word: string; readonly entry: string | undefined }

/** Where a word stands, or an entry of it: a key of its map or an item of its list. */
function placeOf(words: Words, { word, entry }: Sought, tree: Tree): string | undefined {
  const paths: string[][] = []
  for (const inner of word === 'env' ? ['set', 'pass'] : ['']) {
    const outer = inner === '' ? [word] : [word, inner]
    if (entry === undefined) continue
    const value = inner === '' ? words[word as keyof Words] : words.env?.[inner as 'set' | 'pass']
    paths.push([...outer, Array.isArray(value) ? `${value.indexOf(entry)}` : entry])
  }
  const spot = [...paths, [word]].map(tree.spot).find((found) => found !== undefined)
  return spot && tree.place(spot.key)
}
