import type { TopFolder } from '../places.ts'
import { readStart } from '../toolchains/interpreter.ts'
import { isSystem } from '../toolchains/limits.ts'
import type { Walker } from '../walk.ts'
import type { Gatherer, Ground } from './gatherer.ts'
import { systemWalker } from './place.ts'

/** Folders at the top that hold programs and libraries; which of them are there tells distributions apart. */
const TOP_FOLDERS = ['/usr', '/etc', '/bin', '/sbin', '/lib', '/lib32', '/lib64', '/libx32']

/** The top folders, as folders or as the links that they are on a system with merged /usr. */
export const systemPaths: Gatherer<'systemPaths'> = {
  facet: 'systemPaths',
  limitMs: 3000,
  async gather(ground) {
    const walker = await systemWalker(ground)
    return Object.fromEntries(TOP_FOLDERS.map((path) => [path, topFolder(path, walker, ground)]))
  },
}

function topFolder(path: string, walker: Walker, { files }: Ground): TopFolder {
  const stat = files.stat(path)
  if (typeof stat === 'number') return null
  if (stat.kind === 'folder') return 'folder'
  if (stat.kind !== 'link') return 'other'
  const fact = walker.resolve(path)
  return {
    link: String(files.readLink(path)),
    dangling: fact.state !== 'present' || fact.kind !== 'folder',
  }
}

/** Where ELF loaders are by the ABI of glibc and of musl. */
const LOADERS = [
  '/lib64/ld-linux-x86-64.so.2',
  '/lib/ld-linux-aarch64.so.1',
  '/lib/ld-musl-x86_64.so.1',
  '/lib/ld-musl-aarch64.so.1',
]

/** The loaders that are there and that every box shows; and the one of /bin/sh, by which most programs start. */
export const loaders: Gatherer<'loaders'> = {
  facet: 'loaders',
  limitMs: 3000,
  async gather(ground) {
    const walker = await systemWalker(ground)
    const sh = walker.resolve('/bin/sh')
    const start = sh.state === 'present' ? readStart(sh.real, ground.files) : undefined
    const wanted = start?.kind === 'elf' ? (start.interpreter ?? null) : null
    const found = [...new Set([...LOADERS, ...(wanted === null ? [] : [wanted])])].filter((path) => {
      const fact = walker.resolve(path)
      return fact.state === 'present' && fact.kind === 'file' && isSystem(fact.real)
    })
    return { found, wanted }
  },
}

const KINDS = [
  {
    kind: 'nixos',
    marks: ['/etc/NIXOS'],
    roots: ['/nix/store', '/nix/var/nix/profiles', '/run/current-system', '/etc/static'],
  },
  {
    kind: 'guix',
    marks: ['/run/current-system/profile', '/gnu/store'],
    roots: ['/gnu/store', '/var/guix/profiles', '/run/current-system'],
  },
  { kind: 'atomic', marks: ['/run/ostree-booted'], roots: ['/usr', '/usr/local'] },
] as const

/** Whether this is one of the systems whose programs lie elsewhere, and whether what makes it one is there. */
export const image: Gatherer<'image'> = {
  facet: 'image',
  limitMs: 3000,
  async gather(ground) {
    const walker = await systemWalker(ground)
    const isThere = (path: string): boolean => walker.resolve(path).state === 'present'
    const fit = KINDS.find(({ marks }) => marks.every(isThere))
    if (!fit) return { kind: 'plain', roots: [], missing: [] }
    return {
      kind: fit.kind,
      roots: fit.roots.filter(isThere),
      missing: fit.roots.filter((path) => !isThere(path)),
    }
  },
}
