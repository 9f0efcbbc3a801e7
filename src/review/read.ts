import type { Odd, Oddity, Outside, Scope, Seen, Snapshot, Watched } from './state.ts'

/** A record from its text; undefined when it is not one of this version, to its last value. */
export function parseSnapshot(text: string): Snapshot | undefined {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    return undefined
  }
  return isSnapshot(value) ? value : undefined
}

function isSnapshot(value: unknown): value is Snapshot {
  if (!isMap(value) || value['version'] !== 1) return false
  const { scope, seen, contents, since, ended } = value
  if (typeof since !== 'string' || typeof ended !== 'boolean') return false
  return isScope(scope) && isSeen(seen) && isMap(contents) && Object.values(contents).every(isText)
}

function isScope(value: unknown): value is Scope {
  if (!isMap(value) || !hasTexts(value, 'project', 'home')) return false
  return isList(value['outside'], isOutside) && isList(value['inside'], (one) => hasTexts(one, 'path', 'why'))
}

function isOutside(value: unknown): value is Outside {
  if (!hasTexts(value, 'path', 'why') || !isOneOf(value['how'], ['entry', 'git', 'gits'])) return false
  return value['own'] === undefined || isText(value['own'])
}

function isSeen(value: unknown): value is Seen {
  if (!isMap(value)) return false
  const { watched, odd, omitted, unlisted, gaps } = value
  return (
    isList(watched, isWatched) &&
    isList(odd, isOdd) &&
    isList(omitted, isOddity) &&
    isList(unlisted, isText) &&
    isList(gaps, isText)
  )
}

function isWatched(value: unknown): value is Watched {
  if (!hasTexts(value, 'path', 'place', 'why', 'sum')) return false
  return isOneOf(value['kind'], ['file', 'link', 'other']) && typeof value['mode'] === 'number'
}

function isOdd(value: unknown): value is Odd {
  return hasTexts(value, 'path', 'detail') && isOddity(value['sort'])
}

const ODDITIES: Readonly<Record<Oddity, true>> = {
  link: true,
  unseen: true,
  setuid: true,
  open: true,
  hardlink: true,
  fifo: true,
  socket: true,
  device: true,
}

function isOddity(value: unknown): value is Oddity {
  return isText(value) && Object.hasOwn(ODDITIES, value)
}

type Map = Readonly<Record<string, unknown>>

function isMap(value: unknown): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function hasTexts(value: unknown, ...keys: readonly string[]): value is Map {
  return isMap(value) && keys.every((key) => typeof value[key] === 'string')
}

function isList(value: unknown, isItem: (one: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isItem)
}

function isOneOf(value: unknown, all: readonly string[]): boolean {
  return isText(value) && all.includes(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string'
}
