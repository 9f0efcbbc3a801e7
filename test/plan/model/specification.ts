import { posix } from 'node:path'
import { type LayerFile, letsChange, PATH_WORDS, type PathWord } from '../../../src/policy/words.ts'
import { type Listing, resolveIn } from '../../hosts/listing.ts'
import type { Access } from './kernel.ts'

/** What a person means by rules, told path by path and as plainly as docs/profiles.md does. Slow, and without any plan. */
export type Meant = {
  /** What is meant for a file of the host. */
  readonly accessOf: (file: string) => Access
  /** Real paths that are read-only because they are protected. */
  readonly isProtected: (file: string) => boolean
}

export type Claim = {
  readonly word: PathWord
  readonly text: string
  readonly layer: number
  readonly isByName: boolean
  readonly real: string
  readonly isLink: boolean
  readonly linksAt: readonly string[]
}

export type World = {
  readonly layers: readonly LayerFile[]
  readonly host: Listing
  readonly home: string
  readonly project: string
  readonly matches: ReadonlyMap<string, readonly string[]>
  /** Folders that jail itself shows read-only. */
  readonly tools: readonly string[]
}

const SCRATCH = ['/tmp', '/var/tmp', '/run']

export function meant(world: World): Meant {
  const written = claimsOf(world)
  const all = written.filter((claim) => !isOverruled(claim, written))
  const writes = written.filter(({ word }) => word === 'write')
  const isPlanted = (claim: Claim): boolean =>
    claim.linksAt.some((at) => writes.some(({ real }) => within(at, real) && at !== real))
  const opens = (claim: Claim): boolean => ['read', 'write', 'copy', 'keep'].includes(claim.word)
  const sure = all.filter((claim) => !(opens(claim) && isPlanted(claim)))
  // What is kept is written outside after the run: never where a link led that the box could have made.
  const planted = all.filter((claim) => claim.word !== 'keep' && opens(claim) && isPlanted(claim))
  const empty = [...SCRATCH, world.home].map((path) => realPath(world.host, path))
  const before = reader(sure, empty, isPlanted)
  // What such a link leads to must be writable or seen without it.
  const isInReach = ({ word, real }: Claim): boolean => {
    const access = before.accessOf(real)
    const isReading = word === 'read' || before.isClosed(real, word)
    return isReading ? access !== 'hidden' : access === 'write'
  }
  // Of a grant that must not open what is protected, reading is left.
  const allowed = planted
    .filter((claim) => !before.isClosed(claim.real, 'read') && isInReach(claim))
    .map((claim) => (before.isClosed(claim.real, claim.word) ? { ...claim, word: 'read' as const } : claim))
  const isLedOut = (path: string): boolean => {
    const fact = resolveIn(world.host, path)
    return (
      'links' in fact &&
      fact.links.some(({ at }) => writes.some(({ real }) => within(at, real) && at !== real)) &&
      reader([...sure, ...allowed], empty, isPlanted).accessOf(fact.real) === 'hidden'
    )
  }
  const tools = world.tools
    // By a link that the box could have made only to what is seen without it.
    .filter((path) => !isLedOut(path))
    .map((path) => realPath(world.host, path))
    .filter((real) => !isOurs('read', real) && !before.isClosed(real, 'read'))
    // What is there with the project stays writable: an environment on PATH takes new packages.
    .filter(
      (real) => !(within(real, realPath(world.host, world.project)) && before.nearest(real) === 'write'),
    )
    .map(
      (real) =>
        ({ word: 'read', text: real, layer: -1, isByName: true, real, isLink: false, linksAt: [] }) as const,
    )
  const after = reader([...sure, ...allowed, ...tools], empty, isPlanted)
  const names = realPath(world.host, '/etc/resolv.conf')
  const toNames = resolveIn(world.host, '/etc/resolv.conf')
  const isLed =
    'links' in toNames &&
    toNames.links.some(({ at }) => writes.some(({ real }) => within(at, real) && at !== real))
  // Handed over so that names can be looked up, unless a rule hides it, or a link to it could have been made.
  const isNamesShown =
    !isLed &&
    world.host[names]?.startsWith('file ') &&
    ![names, '/etc/resolv.conf'].some((path) => before.isClosed(path, 'read'))
  return {
    ...after,
    accessOf: (file) => {
      const access = after.accessOf(file)
      return file === names && access === 'hidden' && isNamesShown ? 'read' : access
    },
  }
}

/** What is kept is a copy while the box runs. */
const ACCESS: Readonly<Record<string, Access>> = { read: 'read', write: 'write', copy: 'copy', keep: 'copy' }

type Standing = { readonly word: PathWord | 'empty'; readonly isProtected: boolean }

function reader(
  claims: readonly Claim[],
  empty: readonly string[],
  isPlanted: (claim: Claim) => boolean,
): Meant & {
  isClosed: (path: string, word: PathWord) => boolean
  /** The word of the innermost place. */
  nearest: (path: string) => Standing['word'] | undefined
} {
  const standing = (path: string): Standing | undefined =>
    standingAt(
      claims.filter(({ real }) => real === path),
      empty.includes(path),
      isPlanted,
    )
  return {
    accessOf: (file) => {
      let access: Access = 'hidden'
      for (const path of upwards(file).reverse()) {
        const place = standing(path)
        if (!place) continue
        if (place.word === 'protect') access = access === 'write' ? 'read' : access
        else access = ACCESS[place.word] ?? 'hidden'
      }
      return access
    },
    isProtected: (file) => standing(file)?.isProtected ?? false,
    nearest: (path) =>
      upwards(path)
        .map(standing)
        .find((one) => one !== undefined)?.word,
    isClosed: (path, word) => {
      const around = upwards(path)
        .map(standing)
        .filter((one) => one !== undefined)
      const isHidden = around.find(({ word: one }) => one !== 'protect' && one !== 'empty')?.word === 'hide'
      return isHidden || (word !== 'read' && around[0]?.isProtected === true)
    },
  }
}

/** The rules at one path: which word counts in the end. */
function standingAt(
  claims: readonly Claim[],
  isEmpty: boolean,
  isPlanted: (claim: Claim) => boolean,
): Standing | undefined {
  const protections = claims.filter(({ word }) => word === 'protect')
  const firm = protections.filter((claim) => !claim.isLink && !isPlanted(claim))
  const grants = claims.filter(({ word }) => word !== 'protect')
  const named = strongest(grants.filter(({ isByName }) => isByName))
  const matched = strongest(grants.filter(({ isByName }) => !isByName))
  const isPatternFirst = named && matched && matched.layer > named.layer && named.word !== 'hide'
  const place = isPatternFirst ? matched : (named ?? matched)
  if (!place) {
    if (isEmpty) return { word: 'empty', isProtected: false }
    return protections.length > 0 ? { word: 'protect', isProtected: true } : undefined
  }
  if (place.word === 'hide' || firm.length === 0) return { word: place.word, isProtected: false }
  const isOpened = firm.every((protection) => isOpenedAgain(protection, named, matched))
  return isOpened ? { word: place.word, isProtected: false } : { word: 'read', isProtected: true }
}

/** What a person opens later, by name, or by a pattern where the protection came by one too, is open. */
function isOpenedAgain(protection: Claim, named: Claim | undefined, matched: Claim | undefined): boolean {
  return [named, protection.isByName ? undefined : matched].some(
    (grant) => grant !== undefined && letsChange(grant.word) && grant.layer > protection.layer,
  )
}

function strongest(claims: readonly Claim[]): Claim | undefined {
  return claims.toSorted(
    (a, b) => b.layer - a.layer || PATH_WORDS.indexOf(a.word) - PATH_WORDS.indexOf(b.word),
  )[0]
}

/** What is written about one and the same path: the later layer counts, in one layer the stronger word. */
function isOverruled({ word, text, layer }: Claim, all: readonly Claim[]): boolean {
  return all.some((other) => {
    if (other.text !== text || other.word === 'protect') return false
    if (word === 'protect') return letsChange(other.word) && other.layer > layer && isLast(other, all)
    return (
      other.layer > layer ||
      (other.layer === layer && PATH_WORDS.indexOf(other.word) < PATH_WORDS.indexOf(word))
    )
  })
}

function isLast(claim: Claim, all: readonly Claim[]): boolean {
  return !isOverruled(claim, all)
}

/** The absolute path that a rule is about. */
export function pathOf(text: string, { home, project }: Pick<World, 'home' | 'project'>): string {
  return posix.resolve('/', text.replace(/^~/, home).replace(/^\.(?=\/|$)/, project))
}

/** Every rule at every real path that it leads to. */
export function claimsOf(world: World): Claim[] {
  return world.layers.flatMap((file, layer) =>
    PATH_WORDS.flatMap((word) =>
      Object.keys(file[word] ?? {}).flatMap((text) => claimsOfRule({ word, text, layer }, world)),
    ),
  )
}

function claimsOfRule(rule: Pick<Claim, 'word' | 'text' | 'layer'>, world: World): Claim[] {
  const text = pathOf(rule.text, world)
  const isByName = !/[*?]/.test(text)
  const claims: Claim[] = []
  for (const path of isByName ? [text] : (world.matches.get(text) ?? [])) {
    const fact = resolveIn(world.host, path)
    if (fact.state !== 'present' || isOurs(rule.word, fact.real)) continue
    const folder = realPath(world.host, posix.dirname(path))
    const isLink = world.host[posix.join(folder, posix.basename(path))]?.startsWith('link ') ?? false
    claims.push({ ...rule, text, isByName, real: fact.real, isLink, linksAt: fact.links.map(({ at }) => at) })
  }
  return claims
}

function isOurs(word: PathWord, real: string): boolean {
  return within(real, '/proc') || within(real, '/dev') || real === '/' || (word !== 'hide' && real === '/run')
}

export function realPath(host: Listing, path: string): string {
  const fact = resolveIn(host, path)
  return 'real' in fact ? fact.real : path
}

export function within(path: string, folder: string): boolean {
  return !posix.relative(folder, path).startsWith('..')
}

/** A path and all folders around it, the innermost first. */
function upwards(path: string): string[] {
  return path === '/' ? ['/'] : [path, ...upwards(posix.dirname(path))]
}
