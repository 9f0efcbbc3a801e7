import { normalise } from '../../policy/paths.ts'
import { readText } from '../gather/accounts.ts'
import { type Mount, mountOf, parseMounts } from '../gather/mounts.ts'
import { type Place, toolGround } from '../observe.ts'
import type { PathEntry } from '../places.ts'
import type { Base } from '../toolchains/ground.ts'
import { type Box, boxOf, placeHere } from './box.ts'
import type { Gatherer } from './gatherer.ts'
import { type Accounts, otherWriters } from './writers.ts'

/** The entries of PATH as they are written, each once. */
export const path: Gatherer<'path'> = {
  facet: 'path',
  limitMs: 4000,
  async gather(ground) {
    const place = await placeHere(ground)
    const box = boxOf('base', '', place)
    const accounts = {
      uid: ground.uid,
      user: place.caller.user,
      passwd: readText('/etc/passwd', ground.files),
      group: readText('/etc/group', ground.files),
    }
    const mounts = parseMounts(ground.text('/proc/self/mountinfo') ?? '')
    const text = ground.env['PATH'] ?? ''
    const entries = text === '' ? [] : [...new Set(text.split(':'))]
    return entries.map((entry) => pathEntry(entry, { place, box, accounts, mounts }))
  },
}

type Around = {
  readonly place: Place
  readonly box: Box
  readonly accounts: Accounts
  readonly mounts: readonly Mount[]
}

function pathEntry(entry: string, around: Around): PathEntry {
  const { place, box, accounts, mounts } = around
  const nothing = { path: entry, open: null, visible: null, shims: null }
  if (!entry.startsWith('/')) return { ...nothing, state: 'relative' }
  const fact = place.walker.resolve(entry)
  if (fact.state === 'unknown') return { ...nothing, state: 'silent' }
  if (fact.state !== 'present') return { ...nothing, state: 'absent' }
  if (fact.kind !== 'folder') return { ...nothing, state: 'other' }
  const partly = box.path.includes(normalise(entry)) ? 'some programs in it are shown' : null
  return {
    path: entry,
    state: 'folder',
    open: isOnWindows(fact.real, mounts) ? null : otherWriters(fact.real, accounts, place.files),
    visible: box.whyVisible(fact.real) ?? partly,
    shims: shimsIn(entry, around),
  }
}

/** WSL puts the folders of Windows on PATH; there every mode is 0777, and Windows itself says who may write. */
export function isOnWindows(real: string, mounts: readonly Mount[]): boolean {
  const type = mountOf(real, mounts)?.type ?? ''
  return real.startsWith('/mnt/') && ['9p', 'drvfs', 'v9fs'].includes(type)
}

/** Managers whose programs on PATH are shims, and the folder below their base that holds them. */
const SHIMS: Readonly<Record<string, string>> = {
  volta: 'bin',
  asdf: 'shims',
  mise: 'shims',
  nodenv: 'shims',
  pyenv: 'shims',
  rbenv: 'shims',
}

/** The manager whose shims lie in a folder of PATH, and whether what they start is there inside. */
function shimsIn(entry: string, around: Around): PathEntry['shims'] {
  const { place } = around
  const found = toolGround(place.caller, place.walker)
    .bases()
    .find((base) => `${base.path}/${SHIMS[base.name]}` === normalise(entry))
  return found ? { manager: found.name, root: found.path, hidden: missedInside(found, around) } : null
}

/** The folder of the tools, or the manager itself, which many shims are links to, when the box does not show it. */
function missedInside(base: Base, { place, box }: Around): string | null {
  const { walker, files } = place
  const isShown = (path: string): boolean => {
    const fact = walker.resolve(path)
    return fact.state !== 'present' || box.isVisible(fact.real)
  }
  if (!isShown(base.path)) return base.path
  const folder = `${base.path}/${SHIMS[base.name]}`
  for (const name of (files.names(folder) ?? []).slice(0, MOST_SHIMS)) {
    const fact = walker.resolve(`${folder}/${name}`)
    if (fact.state === 'present' && !box.isVisible(fact.real)) return fact.real
  }
  return null
}

/** They are all made alike. */
const MOST_SHIMS = 20
