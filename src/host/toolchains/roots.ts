import { isBelow, isWithin, nameOf, parentOf } from '../../policy/paths.ts'
import type { ToolRoot } from '../facts.ts'
import { type Base, expand, type Ground, nameBelowHome } from './ground.ts'
import { MARKERS, NODE_PROGRAMS, type Row } from './layouts.ts'
import { holdsSecrets, isSystem, isTooWide } from './limits.ts'

/** A program on the way to a start. */
export type Program = {
  /** As it is named, maybe through links. */
  readonly path: string
  readonly real: string
  readonly isScript: boolean
  /** Whether a file of the project named it. What runs inside can write there, so it must not widen the next start. */
  readonly isPlanted: boolean
}

/**
 * What a program needs: what the table says of its name and of its real place; else the outermost `node_modules` on
 * its path, the prefix whose `bin` it is in, or the folder of the nearest package.json; else the file alone. Empty for
 * a program in a place of secrets that a file of the project named.
 */
export function programRoots(program: Program, ground: Ground): ToolRoot[] {
  const { path, real, isScript, isPlanted } = program
  const roots = tableRoots([path, nameBelowHome(real, ground)], ground, isScript)
  if (roots.some((root) => isWithin(real, ground.realOf(root.path) ?? ''))) return roots
  const alone = { path: real, why: 'the program' }
  if (isPlanted) return holdsSecrets(real, ground.homeReal) ? roots : [...roots, alone]
  const own = ownFolders(real, ground)
  return [...roots, ...(own.length > 0 ? own : [alone])]
}

function ownFolders(real: string, { homeReal, realOf }: Ground): ToolRoot[] {
  const isFine = (path: string): boolean => !isTooWide(path, homeReal) && !holdsSecrets(path, homeReal)
  const modules = outermostModules(real)
  if (modules !== undefined && isFine(modules))
    return [{ path: modules, why: 'the package and what it depends on' }]
  const folder = parentOf(real)
  const prefix = parentOf(folder)
  if (nameOf(folder) === 'bin' && isFine(prefix) && realOf(`${prefix}/lib`) !== undefined) {
    const why = 'the prefix that it is installed in'
    // What else is in the prefix of a Node is not Node's: `n` keeps all versions there.
    const isNode = realOf(`${prefix}/lib/node_modules`) !== undefined
    return (isNode ? [folder, `${prefix}/lib`] : [prefix]).map((path) => ({ path, why }))
  }
  for (let here = folder; isBelow(here, homeReal); here = parentOf(here)) {
    if (isFine(here) && realOf(`${here}/package.json`) !== undefined)
      return [{ path: here, why: 'its package' }]
  }
  return []
}

function outermostModules(path: string): string | undefined {
  const at = `${path}/`.indexOf('/node_modules/')
  return at < 0 ? undefined : path.slice(0, at + '/node_modules'.length)
}

/** What a folder of PATH needs so that its programs run; empty when no layout is known for it. */
export function entryRoots(entry: string, ground: Ground): ToolRoot[] {
  const real = ground.realOf(entry)
  if (real === undefined || isSystem(real)) return []
  const roots = tableRoots([entry, nameBelowHome(real, ground)], ground)
  if (roots.some((root) => isWithin(real, ground.realOf(root.path) ?? ''))) return roots
  return [...roots, ...prefixRoots(real, ground)]
}

/** Prefixes that say themselves what they are: an environment of Python, of conda, a Java, a Node. */
function prefixRoots(real: string, ground: Ground): ToolRoot[] {
  const { homeReal, realOf } = ground
  const prefix = parentOf(real)
  const name = nameOf(real)
  if (name !== 'bin' && name !== 'condabin') return []
  const marked = markedPrefix(prefix, ground)
  if (marked) return [marked, ...pythonRoots(prefix, ground)]
  const modules = `${prefix}/lib/node_modules`
  if (realOf(modules) === undefined) return []
  // `npm config set prefix ~/.local` is common; there only the packages, their links and Node itself are npm's.
  const wanted = isTooWide(prefix, homeReal)
    ? [modules, ...NODE_PROGRAMS.map((program) => `${real}/${program}`)]
    : [real, `${prefix}/lib`]
  return grantable(wanted, 'programs and packages of a Node', ground)
}

function markedPrefix(prefix: string, ground: Ground): ToolRoot | undefined {
  for (const [mark, why] of MARKERS)
    if (ground.realOf(`${prefix}/${mark}`) !== undefined) return grantable([prefix], why, ground)[0]
  return undefined
}

/**
 * The Python behind an environment, which is a link to where uv, pyenv, conda or another manager keeps it. The link may
 * lie in a project, where what runs inside can replace it: anything that is in no manager's folder is not shown.
 */
export function pythonRoots(prefix: string, ground: Ground): ToolRoot[] {
  const link = `${prefix}/bin/python`
  const real = ground.realOf(link)
  if (real === undefined || isSystem(real) || isWithin(real, prefix)) return []
  const known = tableRoots([nameBelowHome(real, ground)], ground)
  const conda = parentOf(parentOf(real))
  // Never where a link of that name leads: what runs inside can make one, too.
  const isConda = ground.realOf(`${conda}/conda-meta`) === `${conda}/conda-meta`
  const roots = isConda ? [...known, ...grantable([conda], 'a conda environment', ground)] : known
  const isShown = roots.some((root) => isWithin(real, ground.realOf(root.path) ?? ''))
  return isShown ? [{ path: link, why: 'the Python of the environment' }, ...roots] : []
}

/** What the table says of a program or a folder under each of its names. */
function tableRoots(places: readonly string[], ground: Ground, isScript = false): ToolRoot[] {
  const found: ToolRoot[] = []
  for (const [index, place] of places.entries()) {
    if (index > 0 && place === places[0]) continue
    for (const root of rootsAt(place, ground, isScript))
      if (!found.some((known) => known.path === root.path)) found.push(root)
  }
  return found
}

function rootsAt(place: string, ground: Ground, isScript: boolean): ToolRoot[] {
  for (const base of ground.bases()) {
    if (!place.startsWith(base.path) || !isWithin(place, base.path)) continue
    const fit = fitRow(base, place.slice(base.path.length + 1))
    if (!fit) continue
    const texts = isScript && fit.row.scripts ? [...fit.row.needs, ...fit.row.scripts] : fit.row.needs
    const paths = texts.map((text) => needPath(text, { base, stars: fit.stars, ground }))
    return grantable(paths, `programs of ${base.name}`, ground)
  }
  return []
}

function grantable(paths: readonly (string | undefined)[], why: string, ground: Ground): ToolRoot[] {
  const roots: ToolRoot[] = []
  for (const path of paths) {
    const real = path === undefined ? undefined : ground.realOf(path)
    if (path === undefined || real === undefined) continue
    if (!isTooWide(real, ground.homeReal) && !holdsSecrets(real, ground.homeReal)) roots.push({ path, why })
  }
  return roots
}

type Fit = { readonly base: Base; readonly stars: readonly string[]; readonly ground: Ground }

function needPath(text: string, { base, stars, ground }: Fit): string | undefined {
  if (text === '') return base.path
  if (text.startsWith('~') || text.startsWith('$')) return expand(text, ground)?.path
  let next = 0
  const filled = text.split('/').map((part) => (part === '*' ? (stars[next++] ?? part) : part))
  return `${base.path}/${filled.join('/')}`
}

function fitRow(base: Base, below: string): { readonly row: Row; readonly stars: string[] } | undefined {
  const parts = below.split('/')
  for (const row of base.rows) {
    const stars = row.within === '' ? [] : matchComponents(parts, row.within.split('/'))
    if (stars) return { row, stars }
  }
  return undefined
}

/** What the stars stand for when the path begins as the pattern says. */
function matchComponents(parts: readonly string[], wanted: readonly string[]): string[] | undefined {
  const stars: string[] = []
  for (const [index, want] of wanted.entries()) {
    const part = parts[index]
    if (part === undefined || part === '') return undefined
    if (want === '*') stars.push(part)
    else if (want !== part) return undefined
  }
  return stars
}
