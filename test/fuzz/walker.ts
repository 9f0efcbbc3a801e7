import { expect } from 'bun:test'
import fc from 'fast-check'
import { Walker } from '../../src/host/walk.ts'
import { ERRNO, type Files } from '../../src/sys/files.ts'
import type { Fuzz } from './property.ts'

type Tree = ReadonlyMap<string, { readonly kind: 'folder' | 'file' | 'link'; readonly to: string }>

const part = fc.constantFrom('a', 'b', 'c')
const text = fc
  .tuple(
    fc.constantFrom('', '/', './', '../', '../../', '//'),
    fc.array(fc.oneof(part, fc.constantFrom('.', '..', '')), { maxLength: 4 }),
  )
  .map(([start, parts]) => `${start}${parts.join('/')}`)
  .filter((one) => one !== '')
const entry = fc.tuple(
  fc.array(part, { minLength: 1, maxLength: 4 }),
  fc.oneof(
    fc.constant('file'),
    fc.constant('folder'),
    text.map((to) => `link ${to}`),
    text.map((to) => `link ${to}`),
  ),
)
const asked = fc.array(
  fc.oneof({ weight: 6, arbitrary: part }, { weight: 1, arbitrary: fc.constantFrom('..', '.', '') }),
  { minLength: 1, maxLength: 6 },
)

/** A machine of entries, each below folders only; what comes first stays. */
function treeOf(entries: readonly (readonly [readonly string[], string])[]): Tree {
  const tree = new Map<string, { kind: 'folder' | 'file' | 'link'; to: string }>([
    ['/', { kind: 'folder', to: '' }],
  ])
  for (const [parts, what] of entries) {
    const folders = parts.slice(0, -1).map((_, at) => `/${parts.slice(0, at + 1).join('/')}`)
    const path = `/${parts.join('/')}`
    if (tree.has(path) || folders.some((folder) => (tree.get(folder)?.kind ?? 'folder') !== 'folder'))
      continue
    for (const folder of folders) tree.set(folder, { kind: 'folder', to: '' })
    const [kind = 'file', to = ''] = [what.split(' ')[0] as 'folder' | 'file' | 'link', what.slice(5)]
    tree.set(path, { kind, to })
  }
  return tree
}

function filesOf(tree: Tree): Files {
  const fake = {
    stat: (path: string) => {
      const found = tree.get(path)
      return found ? { kind: found.kind, mode: 0o755, uid: 1, gid: 1, size: 0, links: 1 } : -ERRNO.ENOENT
    },
    readLink: (path: string) => tree.get(path)?.to ?? -ERRNO.EINVAL,
  }
  return fake as unknown as Files
}

/**
 * path_resolution(7), by recursion: the real path, or undefined where the kernel says ENOENT, ENOTDIR or ELOOP. A slash or
 * a dot behind a file is taken for nothing, as jail makes paths normal before it asks.
 */
function kernel(tree: Tree, path: string): string | undefined {
  let links = 0
  const enter = (folder: string, first: string, more: readonly string[]): string | undefined => {
    if (tree.get(folder)?.kind !== 'folder') return undefined
    if (first === '..') return step(folder.slice(0, folder.lastIndexOf('/')) || '/', more)
    const here = `${folder === '/' ? '' : folder}/${first}`
    const found = tree.get(here)
    if (found?.kind !== 'link') return found && step(here, more)
    if (++links > 40) return undefined
    return step(found.to.startsWith('/') ? '/' : folder, [...found.to.split('/'), ...more])
  }
  const step = (folder: string, rest: readonly string[]): string | undefined => {
    const [first, ...more] = rest
    if (first === undefined) return folder
    return first === '' || first === '.' ? step(folder, more) : enter(folder, first, more)
  }
  return step('/', path.split('/'))
}

function resolvesAsTheKernel(
  entries: Parameters<typeof treeOf>[0],
  paths: readonly (readonly string[])[],
): void {
  const tree = treeOf(entries)
  // One walker for all, so that what it remembers of one path is used for the next.
  const walker = new Walker(filesOf(tree))
  for (const parts of paths) {
    const path = `/${parts.join('/')}`
    const fact = walker.resolve(path)
    const real = kernel(tree, path)
    expect([path, fact.state === 'present' ? fact.real : undefined]).toEqual([path, real])
    if (fact.state === 'present') expect(fact.kind).toBe(tree.get(fact.real)?.kind as 'folder')
    if (fact.state === 'unknown') throw new Error('nothing is silent here')
    for (const { at, to } of 'links' in fact ? fact.links : [])
      expect([at, tree.get(at)]).toEqual([at, { kind: 'link', to }])
  }
}

function silenceIsKept(
  entries: Parameters<typeof treeOf>[0],
  parts: readonly string[],
  mount: readonly string[],
): void {
  const point = `/${mount.join('/')}`
  const files = filesOf(treeOf(entries))
  const touched: string[] = []
  const note = <T>(path: string, answer: T): T => {
    touched.push(path)
    return answer
  }
  const watching = {
    stat: (path: string) => note(path, files.stat(path)),
    readLink: (path: string) => note(path, files.readLink(path)),
  } as unknown as Files
  const fact = new Walker(watching, new Map([[point, 'dead']])).resolve(`/${parts.join('/')}`)
  expect(touched.filter((path) => path === point || path.startsWith(`${point}/`))).toEqual([])
  if (fact.state === 'unknown') expect(fact.why).toBe('dead')
}

export const WALKER: readonly Fuzz[] = [
  {
    name: 'walker-kernel',
    claim: 'a path leads where the kernel takes it, through any links, in circles and out of files',
    share: 0.06,
    property: fc.property(
      fc.array(entry, { maxLength: 10 }),
      fc.array(asked, { minLength: 1, maxLength: 4 }),
      resolvesAsTheKernel,
    ),
  },
  {
    name: 'walker-silent',
    claim: 'nothing on a mount that does not answer is touched, whatever links lead there',
    share: 0.03,
    property: fc.property(
      fc.array(entry, { maxLength: 10 }),
      asked,
      fc.array(part, { minLength: 1, maxLength: 2 }),
      silenceIsKept,
    ),
  },
]
