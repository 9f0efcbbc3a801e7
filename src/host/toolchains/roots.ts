import { isBelow, isWithin, nameOf, parentOf } from '../../policy/paths.ts'
import type { ToolRoot } from '../facts.ts'
import { LAYOUTS, MANAGERS, SYSTEM_FOLDERS, TOO_WIDE, WIDE_FOLDERS } from './layouts.ts'

/** True for a path that every box shows. */
export function isSystem(path: string): boolean {
  return path.startsWith('/usr/') || SYSTEM_FOLDERS.some((folder) => isWithin(path, folder))
}

/**
 * The folder (or the file alone) that a program needs: the outermost `node_modules` on its path, else its manager's
 * folder, else the prefix whose `bin` it is in, else the folder of the nearest package.json, else the file.
 * `exists` says whether a path is there.
 */
export function programRoot(real: string, home: string, exists: (path: string) => boolean): ToolRoot {
  const modules = outermostModules(real)
  if (modules !== undefined && !isTooWide(modules, home))
    return { path: modules, why: 'the package and what it depends on' }
  const manager = MANAGERS.map((folder) => `${home}/${folder}`).find((folder) => isWithin(real, folder))
  if (manager !== undefined) return { path: manager, why: 'its tool manager' }
  const folder = parentOf(real)
  const prefix = parentOf(folder)
  const isPrefix = nameOf(folder) === 'bin' && exists(`${prefix}/lib`)
  if (isPrefix && !isTooWide(prefix, home)) return { path: prefix, why: 'the prefix that it is installed in' }
  if (isBelow(real, home)) {
    for (let here = folder; isBelow(here, home); here = parentOf(here)) {
      if (!isTooWide(here, home) && exists(`${here}/package.json`)) return { path: here, why: 'its package' }
    }
  }
  return { path: real, why: 'the program' }
}

function outermostModules(path: string): string | undefined {
  const at = `${path}/`.indexOf('/node_modules/')
  return at < 0 ? undefined : path.slice(0, at + '/node_modules'.length)
}

/** A root must never be home, a folder above it, or one of the folders that hold everything. */
export function isTooWide(path: string, home: string): boolean {
  if (path === '/' || isWithin(home, path) || WIDE_FOLDERS.includes(path)) return true
  if (isOnWindows(path)) return true
  return TOO_WIDE.some((folder) => path === (folder === '' ? home : `${home}/${folder}`))
}

/** A drive of Windows, which WSL mounts at /mnt/LETTER: its folders bin and lib are no prefix of Linux programs. */
function isOnWindows(path: string): boolean {
  return path.startsWith('/mnt/') && (path.length === '/mnt/c'.length || path['/mnt/c'.length] === '/')
}

/** What a folder of PATH (resolved) needs so that its programs run; empty when no layout is known for it. */
export function entryRoots(real: string, home: string, exists: (path: string) => boolean): ToolRoot[] {
  if (isSystem(real)) return []
  if (isBelow(real, home)) {
    const below = real.slice(home.length + 1)
    for (const { entry, roots, why } of LAYOUTS) {
      // The first component, which holds no wildcard, tells most layouts apart without cutting the path up.
      const stars = startsAlike(below, entry) ? matchComponents(below, entry) : undefined
      if (stars) return roots.map((root) => ({ path: `${home}/${fillStars(root, stars)}`, why }))
    }
  }
  return prefixRoots(real, home, exists)
}

/** Prefixes that say themselves what they are: a Node prefix, a Python or conda environment. */
function prefixRoots(real: string, home: string, exists: (path: string) => boolean): ToolRoot[] {
  const prefix = parentOf(real)
  if (nameOf(real) !== 'bin') return []
  if (exists(`${prefix}/pyvenv.cfg`)) return [{ path: prefix, why: 'a Python environment' }]
  if (exists(`${prefix}/conda-meta`)) return [{ path: prefix, why: 'a conda environment' }]
  if (!exists(`${prefix}/lib/node_modules`)) return []
  // `npm config set prefix ~/.local` is common; there only the packages and their links are npm's.
  if (isTooWide(prefix, home))
    return [{ path: `${prefix}/lib/node_modules`, why: 'packages that npm installed globally' }]
  return [
    { path: real, why: 'programs that npm installed globally' },
    { path: `${prefix}/lib`, why: 'packages that npm installed globally' },
  ]
}

function startsAlike(path: string, pattern: string): boolean {
  return path.startsWith(pattern.slice(0, pattern.indexOf('/')))
}

function matchComponents(path: string, pattern: string): string[] | undefined {
  const parts = path.split('/')
  const wanted = pattern.split('/')
  if (parts.length !== wanted.length) return undefined
  const stars: string[] = []
  for (const [index, part] of parts.entries()) {
    if (wanted[index] === '*') stars.push(part)
    else if (wanted[index] !== part) return undefined
  }
  return stars
}

function fillStars(root: string, stars: readonly string[]): string {
  let next = 0
  return root
    .split('/')
    .map((part) => (part === '*' ? (stars[next++] ?? part) : part))
    .join('/')
}
