import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { expandPatterns } from '../../src/host/patterns.ts'
import { Walker } from '../../src/host/walk.ts'
import { isPattern } from '../../src/policy/paths.ts'
import { ERRNO, type Files } from '../../src/sys/files.ts'
import type { Listing } from '../hosts/listing.ts'
import { callerOf, matchesOf } from '../hosts/machine.ts'
import { smallMachine } from '../hosts/small.ts'

const NAMES = ['a', 'ab', 'a-b', '.env', 'node_modules', '.git', 'b', '*', 'a?']
const name = fc.constantFrom(...NAMES)
const path = fc.array(name, { minLength: 1, maxLength: 5 }).map((names) => `/t/${names.join('/')}`)
const what = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom('file 0644 0 0 9', 'folder 0755 0 0') },
  { weight: 1, arbitrary: fc.oneof(path, name).map((to) => `link ${to}`) },
)
const component = fc.oneof(name, fc.constantFrom('*', '?', 'a*', '**', '.*', '*b', '**', '?b'))
const pattern = fc
  .array(component, { minLength: 1, maxLength: 4 })
  .filter((parts) => parts.some(isPattern) && parts.at(-1) !== '**')
  .map((parts) => `/t/${parts.join('/')}`)

function listingOf(entries: readonly (readonly [string, string])[]): Listing {
  const listing: Record<string, string> = { '/': 'folder 0755 0 0', '/t': 'folder 0755 0 0' }
  for (const [at, one] of entries) {
    const parts = at.split('/').slice(1, -1)
    const folders = parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)
    if (
      listing[at] !== undefined ||
      folders.some((folder) => !(listing[folder] ?? 'folder').startsWith('folder'))
    )
      continue
    for (const folder of folders) listing[folder] ??= 'folder 0755 0 0'
    listing[at] = one
  }
  return listing
}

/** A listing as the machine's files, with how often each folder was listed. */
function filesOf(listing: Listing, listed: Map<string, number>): Files {
  const kind = (at: string) => listing[at]?.split(' ')[0]
  const fake = {
    stat: (at: string) =>
      kind(at) === undefined
        ? -ERRNO.ENOENT
        : { kind: kind(at), mode: 0o755, uid: 0, gid: 0, size: 1, links: 1 },
    readLink: (at: string) => listing[at]?.slice(5) ?? -ERRNO.EINVAL,
    list: (folder: string) => {
      listed.set(folder, (listed.get(folder) ?? 0) + 1)
      const start = folder === '/' ? '/' : `${folder}/`
      return Object.keys(listing)
        .filter((at) => at !== '/' && at.startsWith(start) && !at.slice(start.length).includes('/'))
        .map((at) => ({ name: at.slice(start.length), kind: kind(at) }))
    },
  }
  return fake as unknown as Files
}

test('a walk finds what a regular expression on every path of the machine finds, and lists no folder twice', () => {
  const caller = callerOf(smallMachine(), 'eve')
  fc.assert(
    fc.property(
      fc.array(fc.tuple(path, what), { maxLength: 12 }),
      fc.array(pattern, { minLength: 1, maxLength: 4 }),
      (entries, patterns) => {
        const listing = listingOf(entries)
        const listed = new Map<string, number>()
        const files = filesOf(listing, listed)
        const found = expandPatterns(patterns, { caller, walker: new Walker(files), files })
        for (const one of patterns) expect([one, found.get(one)]).toEqual([one, matchesOf(listing, one)])
        // Walks that begin in different folders meet only where neither has a `**`.
        if (patterns.length === 1) expect([...listed.values()].every((times) => times === 1)).toBe(true)
      },
    ),
    { numRuns: 5000, includeErrorInReport: true },
  )
})
