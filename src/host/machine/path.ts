import { normalise } from '../../policy/paths.ts'
import { readText } from '../gather/accounts.ts'
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
    const text = ground.env['PATH'] ?? ''
    const entries = text === '' ? [] : [...new Set(text.split(':'))]
    return entries.map((entry) => pathEntry(entry, { place, box, accounts }))
  },
}

type Around = { readonly place: Place; readonly box: Box; readonly accounts: Accounts }

function pathEntry(entry: string, around: Around): PathEntry {
  const { place, box, accounts } = around
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
    open: otherWriters(fact.real, accounts, place.files),
    visible: box.whyVisible(fact.real) ?? partly,
    shims: shimsIn(entry, around),
  }
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
function shimsIn(entry: string, { place, box }: Around): PathEntry['shims'] {
  const found = toolGround(place.caller, place.walker)
    .bases()
    .find((base) => `${base.path}/${SHIMS[base.name]}` === normalise(entry))
  return found ? { manager: found.name, root: found.path, visible: isRootVisible(found, place, box) } : null
}

function isRootVisible(base: Base, { walker }: Place, box: Box): boolean {
  const fact = walker.resolve(base.path)
  return fact.state === 'present' && box.isVisible(fact.real)
}
