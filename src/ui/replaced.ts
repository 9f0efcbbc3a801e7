import type { Replaced } from '../plan/detachable.ts'
import { quoted } from './escape.ts'

/** Places that are named; of more the number is told. */
const MOST = 20

/**
 * What is said at the end about places that were replaced on the host while the command ran, a line each. With `isQuiet`
 * only what the box could see or change from then on.
 */
export function replacedLines(places: readonly Replaced[], isQuiet: boolean): string[] {
  const told = isQuiet ? places.filter(({ errno }) => errno !== undefined) : places
  // First what is worse.
  const order = told.toSorted((a, b) => Number(b.errno !== undefined) - Number(a.errno !== undefined))
  const lines = order.slice(0, MOST).map(lineOf)
  if (told.length > MOST) lines.push(`${told.length - MOST} more places were replaced on this machine.`)
  return lines
}

function lineOf({ path, as, times, errno }: Replaced): string {
  const what = `${quoted(path)} was replaced on this machine while the command ran${times > 1 ? `, ${times} times` : ''}`
  const may = as === 'hidden' ? 'read and changed' : as === 'read-only' ? 'changed' : 'moved'
  if (errno === undefined)
    return `${what}, and is ${as} inside again. In between, for some milliseconds, it could be ${may}.`
  const why = errno === ELOOP ? 'it is a link now' : `errno ${errno}`
  return `${what}, and could not be made ${as} again (${why}): from then on it could be ${may}. Look at it before you go on.`
}

/** What the kernel answers for a link on the way (openat2(2), RESOLVE_NO_SYMLINKS). */
const ELOOP = 40
