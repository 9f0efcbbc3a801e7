import { isWithin } from '../policy/paths.ts'
import type { Odd, Oddity, Seen, Snapshot, Watched } from './state.ts'

/** One thing that is not as it was at the start of the run. */
export type Finding = {
  readonly path: string
  /** As people read it: below the project without it, below home with `~`. */
  readonly shown: string
  readonly change: 'new' | 'changed' | 'gone'
  readonly sort: 'watched' | Oddity
  /** What may come of it. */
  readonly why: string
  readonly sentence: string
  /** Whether `--restore` can put the old content back. */
  readonly restorable: boolean
}

/** What is new, changed or gone since a snapshot, by path. */
export function compare({ seen, scope, contents }: Snapshot, now: Seen): Finding[] {
  const shownOf = (path: string): string => shownPath(path, scope)
  const old = new Map(seen.watched.map((one) => [one.path, one]))
  const left = new Map(now.watched.map((one) => [one.path, one]))
  const found: Finding[] = []
  for (const one of now.watched) {
    const before = old.get(one.path)
    const change = before ? 'changed' : 'new'
    if (before && isSame(before, one)) continue
    found.push(watchedFinding(one, { change, shown: shownOf(one.path), restorable: one.path in contents }))
  }
  for (const one of seen.watched)
    if (!left.has(one.path))
      found.push(
        watchedFinding(one, { change: 'gone', shown: shownOf(one.path), restorable: one.path in contents }),
      )
  const odd = new Set(seen.odd.map(keyOf))
  for (const one of now.odd)
    if (!odd.has(keyOf(one)) && !seen.omitted.includes(one.sort))
      found.push(oddFinding(one, shownOf(one.path)))
  return found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))
}

/** What a comparison with a snapshot leaves open, as whole sentences: what was not listed at the start says nothing new. */
export function openQuestions({ seen, scope }: Snapshot, now: Seen): string[] {
  const before = new Set(seen.unlisted)
  const unlisted = now.unlisted.filter((path) => !before.has(path))
  return [
    ...unlisted.map(
      (path) => `${shownPath(path, scope)} can no longer be listed, so nothing in it was looked at.`,
    ),
    ...now.omitted
      .filter((sort) => !seen.omitted.includes(sort))
      .map(
        (sort) =>
          `The project has too many entries of the sort "${sort}" now (2000, or 20000 links) to list them.`,
      ),
    ...new Set([...seen.gaps, ...now.gaps]),
  ]
}

/** A path as people read it. */
export function shownPath(path: string, { project, home }: Snapshot['scope']): string {
  if (path !== project && isWithin(path, project)) return path.slice(project.length + 1)
  return path !== home && isWithin(path, home) ? `~${path.slice(home.length)}` : path
}

function isSame(before: Watched, now: Watched): boolean {
  return before.kind === now.kind && before.mode === now.mode && before.sum === now.sum
}

const CHANGES = { new: 'is new', changed: 'has changed', gone: 'is gone' } as const

function watchedFinding(
  { path, why, kind, sum }: Watched,
  how: Pick<Finding, 'change' | 'shown' | 'restorable'>,
): Finding {
  const { change, shown } = how
  const what = change === 'gone' || kind !== 'link' ? '' : `, a link to ${sum.slice('link:'.length)}`
  return { path, sort: 'watched', why, sentence: `${shown} ${CHANGES[change]}${what}: ${why}`, ...how }
}

/** What is new about an odd entry, and why that matters. */
const ODD: { readonly [S in Oddity]: readonly [what: (detail: string) => string, why: string] } = {
  link: [(to) => `is a new link out of the project, to ${to}`, 'a program on the host follows it'],
  unseen: [
    (to) => `is a new link to ${to}`,
    'what lies there is not looked at, and a program on the host follows it',
  ],
  setuid: [() => 'is new as a setuid or setgid file', 'who starts it runs as its owner or group'],
  open: [() => 'can be written by everybody on this machine', 'another user can change it'],
  hardlink: [
    () => 'has another name (a hard link) that was not found in the project',
    'a change of one changes the other',
  ],
  fifo: [() => 'is a new named pipe', 'a program that opens it waits for what the other end sends'],
  socket: [() => 'is a new socket', 'a program that connects to it talks to whoever made it'],
  device: [() => 'is a new device node', 'a program that opens it talks to the device'],
}

function oddFinding({ path, sort, detail }: Odd, shown: string): Finding {
  const [what, why] = ODD[sort]
  const sentence = `${shown} ${what(detail)}: ${why}`
  return { path, shown, change: 'new', sort, why, sentence, restorable: false }
}

function keyOf({ path, sort, detail }: Odd): string {
  return `${sort}\0${path}\0${detail}`
}
