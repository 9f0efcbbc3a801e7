import { JailError } from '../errors.ts'
import { expandPath, expandValue, type Places } from './expand.ts'
import { nearest } from './nearest.ts'
import type { Origin, Policy, Rule } from './policy.ts'
import { type LayerFile, PATH_WORDS, type PathEntry, type PathWord, type ProfileFile } from './words.ts'

/** One source of policy. Later layers win. `builtIn`: jail brings it along. */
export type Layer = { readonly from: Origin; readonly file: LayerFile; readonly builtIn?: true }

export type Profiles = Readonly<Record<string, ProfileFile>>

/**
 * The layers of a profile, the most general first (`base`, `agent`, `claude`).
 * Throws `policy.unknown-profile` with the nearest name, or `policy.cycle`.
 */
export function profileLayers(name: string, profiles: Profiles, path: readonly string[] = []): Layer[] {
  const file = Object.hasOwn(profiles, name) ? profiles[name] : undefined
  if (!file) throw unknownProfile(name, profiles)
  if (path.includes(name)) {
    throw new JailError(
      'policy.cycle',
      `Profiles extend each other in a circle: ${[...path, name].join(' → ')}.`,
    )
  }
  const layers: Layer[] = []
  for (const parent of file.extends ?? []) {
    for (const layer of profileLayers(parent, profiles, [...path, name])) {
      if (!layers.some((known) => known.from === layer.from)) layers.push(layer)
    }
  }
  return [...layers, { from: `profile ${name}`, file, builtIn: true }]
}

function unknownProfile(name: string, profiles: Profiles): JailError {
  const names = Object.keys(profiles)
  const near = nearest(name, names)
  return new JailError('policy.unknown-profile', `There is no profile ${JSON.stringify(name)}.`, {
    fix: near ? `Did you mean ${near}? \`jail profiles\` lists them all.` : `Known: ${names.join(', ')}.`,
  })
}

/** Merges layers into one policy; at one path the later layer wins, within a layer the order of `PATH_WORDS`. */
export function resolvePolicy(profile: string, layers: readonly Layer[], places: Places): Policy {
  const pick = <T>(get: (file: LayerFile) => T | undefined): T | undefined =>
    layers.map((layer) => get(layer.file)).findLast((value) => value !== undefined)
  return {
    profile,
    description: pick((file) => file.description) ?? '',
    command: pick((file) => file.command),
    args: pick((file) => file.args) ?? [],
    rules: mergeRules(layers, places),
    writes: [...mergeWord('write', layers, places).keys()],
    env: mergeEnv(layers, places),
    network: pick((file) => file.network) ?? 'none',
    hostname: pick((file) => file.hostname) ?? 'jail',
    tmpBytes: parseSize(pick((file) => file.limits?.tmp) ?? '0'),
    accept: new Map(layers.flatMap((layer) => Object.entries(layer.file.accept ?? {}))),
    notes: layers.flatMap((layer) => layer.file.notes ?? []),
  }
}

function mergeRules(layers: readonly Layer[], places: Places): Rule[] {
  const winner = new Map<string, Rule>()
  const protections = new Map<string, Rule>()
  const order: Rule[] = []
  for (const word of PATH_WORDS) {
    const slot = word === 'protect' ? protections : winner
    for (const found of mergeWord(word, layers, places).values()) {
      order.push(found)
      const known = slot.get(found.path)
      if (!known || found.layer > known.layer) slot.set(found.path, found)
    }
  }
  return order.filter((rule) => {
    const place = winner.get(rule.path)
    return rule.word === 'protect' ? isKept(rule, place) : rule === place
  })
}

/** A protection stands beside what grants or hides its path, since it only takes writing away; a later grant ends it. */
function isKept(protection: Rule, place: Rule | undefined): boolean {
  const isOpened = place?.word === 'write' || place?.word === 'copy'
  return !isOpened || protection.layer >= place.layer
}

/** The rules of one word; null takes back what an earlier layer says by this word, and by no other. */
function mergeWord(word: PathWord, layers: readonly Layer[], places: Places): Map<string, Rule> {
  const found = new Map<string, Rule>()
  for (const [index, layer] of layers.entries()) {
    const map = layer.file[word]
    for (const text in map) {
      const path = expandPath(text, places, layer.from)
      const entry = map[text] as PathEntry
      if (entry === null) found.delete(path)
      else found.set(path, rule(word, path, entry, { ...layer, index }))
    }
  }
  return found
}

function rule(
  word: PathWord,
  path: string,
  entry: Exclude<PathEntry, null>,
  { from, index: layer, builtIn: isOurs }: Layer & { readonly index: number },
): Rule {
  const builtIn = isOurs === true
  if (typeof entry === 'string') return { word, path, why: entry, from, layer, required: false, builtIn }
  const { why, required = false, create } = entry
  return { word, path, why, from, layer, required, builtIn, ...(create ? { create } : {}) }
}

function mergeEnv(layers: readonly Layer[], places: Places): Policy['env'] {
  const pass = new Map<string, { name: string; from: Origin }>()
  const set = new Map<string, { name: string; value: string; from: Origin }>()
  for (const { from, file } of layers) {
    for (const name of file.env?.pass ?? []) pass.set(name, { name, from })
    const values = file.env?.set
    for (const name in values) {
      const value = values[name]
      if (value === null || value === undefined) set.delete(name)
      else set.set(name, { name, value: expandValue(value, places), from })
    }
  }
  return { pass: [...pass.values()], set: [...set.values()] }
}

const UNITS: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }
const LARGEST = 2 ** 50

/** Bytes of a size such as `512M` or `2G`. Throws `policy.size`. */
export function parseSize(text: string): number {
  const unit = UNITS[text.slice(-1)]
  const digits = unit === undefined ? text : text.slice(0, -1)
  const bytes = Number(digits) * (unit ?? 1)
  // Number() alone would take signs, exponents, fractions and spaces.
  if (
    String(Number(digits)) !== digits ||
    !Number.isSafeInteger(Number(digits)) ||
    bytes < 0 ||
    bytes > LARGEST
  ) {
    throw new JailError(
      'policy.size',
      `The size ${JSON.stringify(text)} is not a number with K, M or G behind it.`,
      { fix: 'Write it like 512M or 2G.' },
    )
  }
  return bytes
}
