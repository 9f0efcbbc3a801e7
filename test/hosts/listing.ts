import type { Link, PathFact } from '../../src/host/facts.ts'

/**
 * The files of a recorded machine, one line of text each: `folder MODE UID GID`, `file MODE UID GID SIZE` or
 * `link TEXT`. Nothing here shares code with src/host/walk.ts: the tests would share its mistakes.
 */
export type Listing = Readonly<Record<string, string>>

type Row =
  | { readonly kind: 'link'; readonly to: string }
  | {
      readonly kind: 'folder' | 'file'
      readonly mode: number
      readonly uid: number
      readonly gid: number
      readonly size: number
    }

/** Linux gives up after 40 links on one path (path_resolution(7)). */
const MOST_LINKS = 40

/** Answers by listing, which never changes. */
const ANSWERS = new WeakMap<Listing, Map<string, PathFact>>()

/** What a path leads to, following links as the kernel does. */
export function resolveIn(listing: Listing, path: string): PathFact {
  const answers = ANSWERS.get(listing) ?? new Map<string, PathFact>()
  ANSWERS.set(listing, answers)
  const answer = answers.get(path) ?? resolved(listing, path)
  answers.set(path, answer)
  return answer
}

function resolved(listing: Listing, path: string): PathFact {
  const links: Link[] = []
  const real = follow(listing, '', path.split('/'), links)
  if (typeof real !== 'string') return { ...real, links }
  const row = rowOf(listing, real)
  if (row?.kind === 'folder' || row?.kind === 'file') return { state: 'present', real, links, ...row }
  throw new Error(`${path} leads to ${real}, which is not in the listing`)
}

type Lost = { readonly state: 'absent' | 'dangling'; readonly real: string }

/** The real path of `parts` as seen from the real folder `from`, or where the way is lost. */
function follow(
  listing: Listing,
  from: string,
  parts: readonly string[],
  links: Link[],
  inLink = false,
): string | Lost {
  const [part, ...rest] = parts
  if (part === undefined) return from === '' ? '/' : from
  if (part === '' || part === '.') return follow(listing, from, rest, links, inLink)
  if (part === '..')
    return follow(listing, from.slice(0, Math.max(0, from.lastIndexOf('/'))), rest, links, inLink)
  const here = `${from}/${part}`
  const row = rowOf(listing, here)
  const isLast = rest.every((one) => one === '' || one === '.')
  if (row?.kind === 'link') {
    links.push({ at: here, to: row.to })
    if (links.length > MOST_LINKS) return { state: 'dangling', real: here }
    const start = row.to.startsWith('/') ? '' : from
    return follow(listing, start, [...row.to.split('/'), ...rest], links, inLink || isLast)
  }
  if (row === undefined || (row.kind === 'file' && !isLast)) {
    const real = [here, ...rest.filter((one) => one !== '' && one !== '.')].join('/')
    return { state: row === undefined && inLink ? 'dangling' : 'absent', real }
  }
  return follow(listing, here, rest, links, inLink)
}

/** Rows by their text, since many entries are alike. */
const ROWS = new Map<string, Row>()

function rowOf(listing: Listing, path: string): Row | undefined {
  const text = listing[path]
  if (text === undefined) return undefined
  const row = ROWS.get(text) ?? parsed(text, path)
  ROWS.set(text, row)
  return row
}

function parsed(text: string, path: string): Row {
  const [kind, ...words] = text.split(' ')
  if (kind === 'link') return { kind, to: words.join(' ') }
  const [mode, uid, gid, size] = words
  if (kind !== 'folder' && kind !== 'file') throw new Error(`${path} is recorded as ${JSON.stringify(text)}`)
  return {
    kind,
    mode: Number.parseInt(mode ?? '', 8),
    uid: Number(uid),
    gid: Number(gid),
    // Of a folder none is told (Files.stat).
    size: kind === 'folder' ? 0 : Number(size ?? 4096),
  }
}
/** The names in a folder, sorted. */
export function namesIn(listing: Listing, folder: string): string[] {
  const start = folder === '/' ? '/' : `${folder}/`
  const below = Object.keys(listing).filter((path) => path.startsWith(start) && path !== start)
  return below
    .map((path) => path.slice(start.length))
    .filter((name) => !name.includes('/'))
    .sort()
}
