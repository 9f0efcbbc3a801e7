import { JailError } from '../errors.ts'
import { expandPath, expandValue, type Places } from './expand.ts'
import type { Layer } from './layer.ts'
import { lockedClosings, refuseReopening } from './lock.ts'
import { nearest } from './nearest.ts'
import type { Locked, Policy, Rule } from './policy.ts'
import { silenced, withInstead, withLostWrites } from './project-effect.ts'
import { parseSize } from './size.ts'
import {
  type Creation,
  type LayerFile,
  letsChange,
  PATH_WORDS,
  type PathEntry,
  type PathWord,
  type ProfileFile,
} from './words.ts'

export type Profiles = Readonly<Record<string, ProfileFile>>

/** The profiles that a person wrote, read when they are asked for. */
export type OwnProfiles = {
  readonly names: () => readonly string[]
  readonly find: (name: string) => Layer | undefined
}

const NO_PROFILES: OwnProfiles = { names: () => [], find: () => undefined }

/**
 * The layers of a profile, the most general first (`base`, `agent`, `claude`).
 * Throws `policy.unknown-profile` with the nearest name, or `policy.cycle`.
 */
export function profileLayers(name: string, profiles: Profiles, own: OwnProfiles = NO_PROFILES): Layer[] {
  const layers: Layer[] = []
  collect(name, { profiles, own, layers, path: [] })
  return layers
}

type Family = {
  readonly profiles: Profiles
  readonly own: OwnProfiles
  readonly layers: Layer[]
  /** The names that led here, each extending the next. */
  readonly path: readonly { readonly name: string; readonly layer: Layer }[]
}

function collect(name: string, { profiles, own, layers, path }: Family): void {
  const parent = path.at(-1)?.layer
  const at = parent?.at?.('extends', name)
  const layer = Object.hasOwn(profiles, name)
    ? { from: `profile ${name}`, file: profiles[name] as ProfileFile }
    : own.find(name)
  if (!layer) throw unknownProfile(name, [...Object.keys(profiles), ...own.names()], at)
  const names = path.map((step) => step.name)
  if (names.includes(name)) {
    throw new JailError(
      'policy.cycle',
      `${placed(at)}Profiles extend each other in a circle: ${[...names, name].join(' → ')}.`,
      { fix: 'Take one of these names out of its extends.' },
    )
  }
  for (const above of layer.file.extends ?? [])
    collect(above, { profiles, own, layers, path: [...path, { name, layer }] })
  if (!layers.some((known) => known.from === layer.from)) layers.push(layer)
}

function unknownProfile(name: string, names: readonly string[], at: string | undefined): JailError {
  const near = nearest(name, names)
  const sentence = `${placed(at)}There is no profile ${JSON.stringify(name)}.`
  return new JailError('policy.unknown-profile', sentence, {
    fix: near ? `Did you mean ${near}? \`jail profiles\` lists them all.` : `Known: ${names.join(', ')}.`,
  })
}

/** The place of a value in front of a sentence about it. */
function placed(at: string | undefined): string {
  return at === undefined ? '' : `${at}: `
}

/** Merges layers into one policy; at one path the later layer wins, within a layer the order of `PATH_WORDS`. */
export function resolvePolicy(profile: string, layers: readonly Layer[], places: Places): Policy {
  const pick = <T>(get: (file: LayerFile) => T | undefined): T | undefined =>
    layers.map((layer) => get(layer.file)).findLast((value) => value !== undefined)
  const locked = lockedClosings(layers)
  return {
    profile,
    description: pick((file) => file.description) ?? '',
    command: pick((file) => file.command),
    args: (pick((file) => file.args) ?? []).map((arg) => withProject(arg, places.project)),
    ...besideProject({ layers, places, locked }),
    env: mergeEnv(layers, places),
    network: pick((file) => file.network) ?? 'none',
    hostname: pick((file) => file.hostname) ?? 'jail',
    nested: pick((file) => file.nested) ?? false,
    review: pick((file) => file.review) ?? true,
    tmpBytes: parseSize(pick((file) => file.limits?.tmp) ?? '0'),
    memoryBytes: parseSize(pick((file) => file.limits?.memory) ?? '0'),
    processes: pick((file) => file.limits?.processes) ?? 0,
    ...(locked ? { locked } : {}),
    accept: mergeAccept(layers),
    notes: layers.flatMap((layer) => layer.file.notes ?? []),
  }
}

/** `$PROJECT` in an argument is the path of the project, quoted as in JSON, which is how TOML quotes too. */
function withProject(arg: string, project: string): string {
  return arg.split('$PROJECT').join(JSON.stringify(project))
}

type Merged = {
  readonly layers: readonly Layer[]
  readonly places: Places
  readonly locked?: Locked | undefined
}

/** Rules and writable places, with what the other layers say where the project's file may have no effect. */
function besideProject(merged: Merged): Pick<Policy, 'rules' | 'takenBack' | 'writes' | 'writesOfProject'> {
  const rules = mergeRules(merged)
  const writes = [...mergeWord('write', merged).keys()]
  const silent = silenced(merged.layers)
  if (!silent) return { rules, takenBack: [], writes, writesOfProject: [] }
  const others = { ...merged, layers: silent }
  return {
    ...withInstead(rules, mergeRules(others)),
    ...withLostWrites(writes, [...mergeWord('write', others).keys()]),
  }
}

function mergeRules(merged: Merged): Rule[] {
  const { locked } = merged
  const winner = new Map<string, Rule>()
  const protections = new Map<string, Rule>()
  const order: Rule[] = []
  for (const word of PATH_WORDS) {
    const slot = word === 'protect' ? protections : winner
    for (const found of mergeWord(word, merged).values()) {
      order.push(found)
      if (locked) for (const slots of [winner, protections]) refuseOpening(found, slots, locked)
      const known = slot.get(found.path)
      if (!known || found.layer > known.layer) slot.set(found.path, found)
    }
  }
  return order.filter((rule) => {
    const place = winner.get(rule.path)
    return rule.word === 'protect' ? isKept(rule, place) : rule === place
  })
}

function refuseOpening(rule: Rule, slots: ReadonlyMap<string, Rule>, locked: Locked): void {
  const known = slots.get(rule.path)
  if (known) refuseReopening(rule, known, locked)
}

/** A protection stands beside what grants or hides its path, since it only takes writing away; a later grant ends it. */
function isKept(protection: Rule, place: Rule | undefined): boolean {
  return !place || !letsChange(place.word) || protection.layer >= place.layer
}

/** The rules of one word; null takes back what an earlier layer says by this word, and by no other. */
function mergeWord(word: PathWord, { layers, places, locked }: Merged): Map<string, Rule> {
  const found = new Map<string, Rule>()
  // Said once more by a later layer, what is locked is still the administrator's.
  const isFixed = (known: Rule | undefined): boolean =>
    known !== undefined && locked?.words.includes(word) === true && known.layer <= locked.layer
  for (const [index, layer] of layers.entries()) {
    const map = layer.file[word]
    for (const text in map) {
      const path = expandPath(text, places, layer.from)
      const entry = map[text] as PathEntry
      if (entry === null) found.delete(path)
      else if (!isFixed(found.get(path)))
        found.set(path, rule(word, path, entry, { index, layer, at: layer.at?.(word, text) }))
    }
  }
  return found
}

type Standing = { readonly index: number; readonly layer: Layer; readonly at: string | undefined }

function rule(
  word: PathWord,
  path: string,
  entry: Exclude<PathEntry, null>,
  { index, layer, at }: Standing,
): Rule {
  const { from, speaker } = layer
  const place = {
    ...(at === undefined ? {} : { at }),
    ...(speaker === undefined || speaker === 'builtin' ? {} : { speaker }),
  }
  if (typeof entry === 'string')
    return { word, path, why: entry, from, ...place, layer: index, required: false }
  const { why, required = false, create } = entry
  const made = create === undefined ? {} : { create: creationOf(create) }
  return { word, path, why, from, ...place, layer: index, required, ...made }
}

function creationOf(text: string): Creation {
  return text === 'folder' || text === 'subfolder' ? text : { content: text }
}

function mergeEnv(layers: readonly Layer[], places: Places): Policy['env'] {
  const pass = new Map<string, Policy['env']['pass'][number]>()
  const set = new Map<string, Policy['env']['set'][number]>()
  for (const { from, file, at } of layers) {
    const origin = (name: string): { from: string; at?: string } => {
      const place = at?.('env', name)
      return place === undefined ? { from } : { from, at: place }
    }
    for (const [name, why] of passed(file.env?.pass)) {
      if (why === null) pass.delete(name)
      else pass.set(name, { name, ...origin(name) })
    }
    const values = file.env?.set
    for (const name in values) {
      const value = values[name]
      if (value === null || value === undefined) set.delete(name)
      else set.set(name, { name, value: expandValue(value, places), ...origin(name) })
    }
  }
  return { pass: [...pass.values()], set: [...set.values()] }
}

/** A list, or a map from name to why, where null takes an inherited one back. */
function passed(
  names: NonNullable<LayerFile['env']>['pass'],
): readonly (readonly [string, string | null | undefined])[] {
  if (names === undefined) return []
  return Array.isArray(names) ? names.map((name) => [name, undefined] as const) : Object.entries(names)
}

function mergeAccept(layers: readonly Layer[]): Policy['accept'] {
  const accept = new Map<string, string>()
  for (const { file } of layers) {
    for (const [id, why] of Object.entries(file.accept ?? {})) {
      if (why === null) accept.delete(id)
      else accept.set(id, why)
    }
  }
  return accept
}
