import { JailError } from '../errors.ts'
import type { Layer } from './layer.ts'
import { isWithin } from './paths.ts'
import type { Locked, Rule } from './policy.ts'
import { parseSize } from './size.ts'
import { type Lockable, letsChange, NETWORK_MODES, type PathWord } from './words.ts'

/** Words that close: a lock on one keeps what is closed from being taken back or opened again. */
const CLOSING: readonly PathWord[] = ['hide', 'protect']

/**
 * Stops at the first value of a later layer that loosens what the administrator locked (`policy.locked`). `layers` in
 * the order in which they win. Tightening stays free: a stricter network, a lower limit, more that is hidden. What
 * opens a locked `hide` or `protect` again by a grant at or below it is found by the plan, which knows the real paths.
 */
export function refuseLoosening(layers: readonly Layer[]): void {
  const at = layers.findIndex((layer) => (layer.lock?.length ?? 0) > 0)
  const locking = layers[at]
  if (!locking) return
  for (const word of locking.lock ?? []) {
    for (const layer of layers.slice(at + 1)) {
      const found = loosened(word, layer, layers.slice(0, layers.indexOf(layer)))
      if (found) throw locked(word, locking, { layer, ...found })
    }
  }
}

type Loosened = { readonly entry?: string; readonly what: string }

function loosened(word: Lockable, { file }: Layer, before: readonly Layer[]): Loosened | undefined {
  const last = <T>(get: (layer: Layer) => T | undefined): T | undefined =>
    before.map(get).findLast((value) => value !== undefined)
  if (word === 'network') {
    const allowed = last((layer) => layer.file.network) ?? 'none'
    return file.network && NETWORK_MODES.indexOf(file.network) < NETWORK_MODES.indexOf(allowed)
      ? { what: `network: ${file.network}, wider than ${allowed}` }
      : undefined
  }
  if (word === 'nested') return file.nested === true ? { what: 'nested: true' } : undefined
  if (word === 'review') return file.review === false ? { what: 'review: false' } : undefined
  if (word === 'limits') return loosenedLimit(file, last)
  if (word === 'accept') return firstEntry(word, file.accept, (value) => value !== null)
  if (word === 'env') return loosenedEnv(file)
  return firstEntry(word, file[word], (value) => (value === null) === CLOSING.includes(word))
}

const LIMITS = ['tmp', 'memory', 'processes'] as const

type Limit = string | number | null

function loosenedLimit(
  file: Layer['file'],
  last: <T>(get: (layer: Layer) => T | undefined) => T | undefined,
): Loosened | undefined {
  for (const entry of LIMITS) {
    const limit = last((layer) => layer.file.limits?.[entry])
    const now = file.limits?.[entry]
    // Nothing said is no scratch space, and no limit of the other two.
    const isWider = now !== undefined && (limit === undefined ? entry === 'tmp' : wider(now, limit))
    if (isWider) return { entry, what: `limits.${entry}: ${now}, more than ${limit ?? 'nothing'}` }
  }
  return undefined
}

/** 0 and null stand for no limit. */
function wider(now: Limit, limit: Limit): boolean {
  const [count, most] = [now, limit].map((one) => (typeof one === 'string' ? parseSize(one) : (one ?? 0)))
  return most !== 0 && (count === 0 || (count ?? 0) > (most ?? 0))
}

function loosenedEnv({ env }: Layer['file']): Loosened | undefined {
  const pass = env?.pass ?? []
  const names = Array.isArray(pass)
    ? pass
    : Object.entries(pass).flatMap(([name, why]) => (why === null ? [] : [name]))
  if (names[0] !== undefined) return { entry: names[0], what: `env.pass: ${names[0]}` }
  return firstEntry('env.set', env?.set, () => true)
}

function firstEntry<T>(
  word: string,
  map: Readonly<Record<string, T>> | undefined,
  loosens: (value: T) => boolean,
): Loosened | undefined {
  for (const entry in map) if (loosens(map[entry] as T)) return { entry, what: `${word}: ${entry}` }
  return undefined
}

function locked(word: Lockable, locking: Layer, found: Loosened & { readonly layer: Layer }): JailError {
  const { layer, entry, what } = found
  const place = layer.at?.(word, entry) ?? layer.from
  const where = locking.at?.('lock', word) ?? locking.from
  return new JailError(
    'policy.locked',
    `${place}: ${JSON.stringify(what)} is not allowed: the administrator locked ${word} (${where}).`,
    {
      fix: `Leave it out, or ask the administrator to change ${locking.from}.`,
    },
  )
}

/** What the plan and the policy must hold closed; undefined without a lock of hide or protect. */
export function lockedClosings(layers: readonly Layer[]): Locked | undefined {
  const layer = layers.findIndex((one) => (one.lock?.length ?? 0) > 0)
  const lock = layers[layer]?.lock ?? []
  const words = CLOSING.filter((word) => lock.includes(word))
  return words.length === 0 ? undefined : { words, layer }
}

/** What is needed of a rule to judge it: of the policy, or of the plan, which knows the path without links. */
type Standing = Pick<Rule, 'path' | 'from' | 'at' | 'layer'> & { readonly word: string }

/** Throws `policy.locked` when a grant of a later layer would open what a locked rule closed, at its place or in it. */
export function refuseReopening(grant: Standing, closed: Standing, locked: Locked): void {
  if (closed.layer > locked.layer || grant.layer <= locked.layer) return
  if (!locked.words.some((word) => word === closed.word) || !isWithin(grant.path, closed.path)) return
  const opens = closed.word === 'hide' ? grant.word !== 'hide' : letsChange(grant.word)
  if (!opens) return
  throw new JailError(
    'policy.locked',
    `${grant.at ?? grant.from}: ${grant.word} ${grant.path} is not allowed: ${closed.from} closes ${closed.path} (${closed.word}), and the administrator locked ${closed.word}.`,
    { fix: 'Leave it out, or ask the administrator to change /etc/jail/config.yaml.' },
  )
}
