import type { Op } from '../../src/plan/op.ts'
import { isBelow, isWithin } from '../../src/policy/paths.ts'
import { seenAt } from '../plan/seen.ts'
import type { Listing } from './listing.ts'

/** Linux gives up after 40 links on one path (path_resolution(7)). */
const MOST_LINKS = 40

type Stand =
  | { readonly kind: 'link'; readonly to: string }
  | { readonly kind: 'there'; readonly host: string | undefined; readonly copied: boolean }
  | { readonly kind: 'nothing' }

/** Where a path leads to inside. `host` is the file of the host that stands there, undefined for one of jail's own. */
export type Inside = { readonly real: string; readonly host: string | undefined; readonly copied: boolean }

/**
 * Follows a path in the box that these operations make of a recorded machine, as a program inside would; undefined
 * when the way is lost. Nothing here shares code with src/plan: the tests would share its mistakes.
 */
export function inside(ops: readonly Op[], listing: Listing, path: string): Inside | undefined {
  const pending = path.split('/')
  let real = ''
  let host: string | undefined
  let copied = false
  for (let links = 0; pending.length > 0; ) {
    const part = pending.shift()
    if (part === '' || part === '.') continue
    if (part === '..') {
      real = real.slice(0, Math.max(0, real.lastIndexOf('/')))
      continue
    }
    const here = `${real}/${part}`
    const stand = standsAt(ops, listing, here)
    if (stand.kind === 'nothing') return undefined
    if (stand.kind === 'link') {
      if (++links > MOST_LINKS) return undefined
      if (stand.to.startsWith('/')) real = ''
      pending.unshift(...stand.to.split('/'))
      continue
    }
    real = here
    host = stand.host
    copied = stand.copied
  }
  return { real: real === '' ? '/' : real, host, copied }
}

/** The first link on the way to a path, or at it, in the box that these operations make. */
export function linkOn(ops: readonly Op[], listing: Listing, path: string): string | undefined {
  const parts = path.split('/').slice(1)
  return parts
    .map((_, at) => `/${parts.slice(0, at + 1).join('/')}`)
    .find((here) => standsAt(ops, listing, here).kind === 'link')
}

const OWN: Stand = { kind: 'there', host: undefined, copied: false }

function standsAt(ops: readonly Op[], listing: Listing, path: string): Stand {
  const seen = seenAt(ops, path)
  if (seen.startsWith('host ')) return onHost(listing, seen.slice('host '.length, -' ro'.length), ops, path)
  if (seen.startsWith('copy '))
    return { kind: 'there', host: seen.slice('copy '.length, -' ro'.length), copied: true }
  const link = ops.findLast((op) => op.kind === 'symlink' && op.path === path)
  if (seen === 'own' && link?.kind === 'symlink') return { kind: 'link', to: link.to }
  if (seen === 'own') return OWN
  // bwrap makes the folders above each place.
  return ops.some((op) => isBelow(op.path, path)) ? OWN : { kind: 'nothing' }
}

function onHost(listing: Listing, source: string, ops: readonly Op[], path: string): Stand {
  const row = listing[source]
  if (row?.startsWith('link ')) return { kind: 'link', to: row.slice('link '.length) }
  // A folder that jail makes before the start is in no listing.
  const isMade = ops.some((op) => op.kind === 'bind' && op.path === path)
  return row !== undefined || isMade ? { kind: 'there', host: source, copied: false } : { kind: 'nothing' }
}

/** The places inside at which a file or folder of the host can be seen, whatever it is called there. */
export function showing(ops: readonly Op[], secret: string): string[] {
  const copies = ops.filter(
    (op) => op.kind === 'data' && op.content.kind === 'file' && isWithin(op.content.path, secret),
  )
  const within = ops.flatMap((op) => (op.kind === 'bind' && isWithin(op.source, secret) ? [op.path] : []))
  const below = ops.flatMap((op) =>
    op.kind === 'bind' && isBelow(secret, op.source) ? [op.path + secret.slice(op.source.length)] : [],
  )
  const bound = [...within, ...below].filter((path) => seenAt(ops, path).startsWith('host '))
  return [...copies.map((op) => op.path), ...bound]
}
