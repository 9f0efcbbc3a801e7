import {
  Composer,
  CST,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  type Pair,
  Parser,
  type YAMLMap,
} from 'yaml'
import { JailError } from '../errors.ts'
import { cut, placesOf, refuseCharacters, shortened } from './characters.ts'
import type { Source } from './sources.ts'
import { GENERAL_FIX, REFUSED_TOKENS, YAML_FAULTS } from './yaml-faults.ts'

/** Where a value stands, and how it is written there. */
export type Spot = {
  /** Of its key; of the value itself in a list. */
  readonly key: number
  readonly value: number
  /** Of a text or number as it stands in the file, without its quotes. */
  readonly source: string | undefined
}

/** A file of settings as plain data. */
export type Tree = {
  /** Maps are objects without prototype. `undefined` is where a key or a dash has nothing behind it. */
  readonly value: unknown
  /** By the keys that lead there; the items of a list count from 0. */
  readonly spot: (path: readonly string[]) => Spot | undefined
  /** An offset as `file:line:column`. */
  readonly place: (offset: number) => string
}

/** Our own check of keys that stand twice names both places, and does not take n² steps as that of the package. */
const OPTIONS = {
  version: '1.2',
  schema: 'core',
  uniqueKeys: false,
  merge: false,
  logLevel: 'silent',
  prettyErrors: false,
  keepSourceTokens: false,
} as const

/** Far more than the words of a policy need; the package composes by recursion, so deeper files could end the stack. */
const MOST_NESTED = 24
/** The largest profile that ships with jail has a thousand; this many are composed in less than a second. */
const MOST_TOKENS = 50_000
/** Keys that lead to the prototype of an object. */
const NO_KEYS = ['__proto__', 'constructor', 'prototype']

/**
 * Reads a file as YAML 1.2 without anchors, aliases, tags, directives and merge keys. Throws `policy.characters`,
 * `policy.yaml`, `policy.nul`, `policy.duplicate-key` or `policy.unknown-key`, always with the place in front.
 */
export function readTree({ shown, text: raw }: Pick<Source, 'shown' | 'text'>): Tree {
  const text = raw.startsWith('\ufeff') ? raw.slice(1) : raw
  const place = placesOf(shown, text)
  refuseCharacters(text, place)
  const documents = [...new Composer(OPTIONS).compose(tokensOf(text, place))]
  for (const { errors, warnings } of documents) {
    const [first] = [...errors, ...warnings].sort((a, b) => a.pos[0] - b.pos[0])
    if (first) {
      const [what, fix] = YAML_FAULTS[first.code] ?? [`no valid YAML: ${lowered(first.message)}`, GENERAL_FIX]
      throw invalid(place(first.pos[0]), what, fix)
    }
  }
  const [first, second] = documents
  if (second) {
    const where = place(second.range[0])
    throw invalid(where, 'a second document begins here, and only one is read', 'Take out the line `---`.')
  }
  const reader = new Reader(place)
  const value = reader.read((first?.contents ?? null) as Node | null, [], undefined)
  return { value, spot: (path) => reader.spots.get(path.join('\0')), place }
}

function invalid(place: string, what: string, fix: string): JailError {
  return new JailError('policy.yaml', `${place}: ${what}.`, { fix })
}

function lowered(sentence: string): string {
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1)}`
}

/** Stops at what is refused before anything is composed of it. */
function* tokensOf(text: string, place: (offset: number) => string): Generator<CST.Token> {
  const parser = new Parser()
  let isScalar = false
  let count = 0
  for (const lexeme of new Lexer().lex(text)) {
    const type: CST.TokenType | null = isScalar ? null : CST.tokenType(lexeme)
    isScalar = type === 'scalar'
    const refused = REFUSED_TOKENS[type ?? '']
    if (refused)
      throw invalid(place(parser.offset), `${refused[0]} stands here, and jail reads none`, refused[1])
    if (++count > MOST_TOKENS)
      throw invalid(
        place(parser.offset),
        'the file goes on for too long',
        'Shorten it: no policy needs this much.',
      )
    yield* parser.next(lexeme)
    if (parser.stack.length > MOST_NESTED)
      throw invalid(
        place(parser.offset - 1),
        'lists and maps lie too deep in each other',
        'No setting needs it: look for a bracket or a dash too many.',
      )
  }
  yield* parser.end()
}

class Reader {
  readonly spots = new Map<string, Spot>()
  readonly #place: (offset: number) => string

  constructor(place: (offset: number) => string) {
    this.#place = place
  }

  read(node: Node | null, path: readonly string[], key: number | undefined): unknown {
    const at = node?.range?.[0] ?? key ?? 0
    const source = isScalar(node) ? (node.source ?? '') : undefined
    const isBare = node === null || (isScalar(node) && node.value === null && source === '')
    this.spots.set(path.join('\0'), { key: key ?? at, value: isBare ? (key ?? at) : at, source })
    if (isBare) return undefined
    if (isSeq(node))
      return node.items.map((item, index) => this.read(item as Node, [...path, `${index}`], undefined))
    if (isMap(node)) return this.#map(node, path)
    if (!isScalar(node)) throw new Error('an alias got past the lexer')
    if (typeof node.value === 'string') this.#refuseText(node.value, at)
    return node.value
  }

  #map(node: YAMLMap, path: readonly string[]): Record<string, unknown> {
    const map: Record<string, unknown> = Object.create(null)
    const seen = new Map<string, number>()
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const at = pair.key?.range?.[0] ?? node.range?.[0] ?? 0
      const key = this.#key(pair.key, at)
      const first = seen.get(key)
      if (first !== undefined) throw this.#twice(key, at, first)
      seen.set(key, at)
      map[key] = this.read(pair.value, [...path, key], at)
    }
    return map
  }

  #key(node: Node | null, at: number): string {
    const place = this.#place(at)
    if (!isScalar(node)) {
      const what = 'a list or a map stands where a key should'
      throw invalid(place, what, 'Write `key: value`; a text that begins with [, { or ? must be quoted.')
    }
    const { value, source = '' } = node
    if (typeof value !== 'string') {
      const what =
        source === '' ? 'a key is missing in front of the colon' : `the key ${cut(source)} is no text`
      throw invalid(place, what, source === '' ? GENERAL_FIX : `Put it in quotes: "${cut(source)}"`)
    }
    this.#refuseText(value, at)
    if (value === '<<')
      throw invalid(place, 'a merge key (<<) stands here, and jail reads none', 'Write the keys out.')
    if (NO_KEYS.includes(value))
      throw new JailError('policy.unknown-key', `${place}: there is no key ${JSON.stringify(value)}.`, {
        fix: 'Leave it out.',
      })
    return value
  }

  #twice(key: string, at: number, first: number): JailError {
    const sentence = `${this.#place(at)}: ${shortened(key)} stands twice, first at ${this.#place(first)}.`
    return new JailError('policy.duplicate-key', sentence, { fix: 'Keep one of them, with what both say.' })
  }

  /** What no path and no variable can hold: the kernel would cut at a NUL, and half a character has no bytes. */
  #refuseText(text: string, at: number): void {
    const what = text.includes('\0') ? 'a NUL byte' : text.isWellFormed() ? undefined : 'half a character'
    if (what === undefined) return
    throw new JailError('policy.nul', `${this.#place(at)}: the text ${shortened(text)} holds ${what}.`, {
      fix: 'Take the escape out of it.',
    })
  }
}
