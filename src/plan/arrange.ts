import { foldersBetween, isWithin, parentOf, sortByPath } from '../policy/paths.ts'
import type { MadeLink, Node, Nodes } from './node.ts'
import { type Op, reasonOf } from './op.ts'

/** What lies at a path of the box: nothing but our tmpfs, the host's files read-only or writable, or a closed place. */
export type Cover = 'tmpfs' | 'ro' | 'rw' | 'mask'

export type Arranged = {
  readonly ops: readonly Op[]
  /** What an absolute real path is inside. */
  readonly coverOf: (path: string) => Cover
}

/** From here on hidden files share one empty device: each empty file of ours takes a descriptor, of which there are 1024. */
const MOST_EMPTY_FILES = 256

/** A larger file of /etc is bound, not copied. */
const COPY_LIMIT = 2 ** 20

/**
 * Orders the places, folders before what lies in them, and leaves out what a wider operation already does. A closed
 * place inside a grant becomes an operation after that grant, so it cannot be opened again by it.
 */
export function arrange(places: Nodes, tmpBytes: number): Arranged {
  const hidden = [...places.nodes.values()].filter(({ word, kind }) => word === 'hide' && kind !== 'folder')
  const sheet = new Sheet(tmpBytes, hidden.length > MOST_EMPTY_FILES)
  const items = [
    ...[...places.nodes.values()].map((node) => ({ path: node.path, node })),
    ...[...places.links.values()].map((link) => ({ path: link.path, link })),
    ...pinsOf(places),
  ]
  for (const item of sortByPath<(typeof items)[number]>(items)) {
    if ('link' in item) sheet.addLink(item.link)
    else if ('pin' in item) sheet.addPin(item.path, item.pin)
    else sheet.addNode(item.node)
  }
  return { ops: [...sheet.ops, ...sheet.closing], coverOf: (path) => sheet.coverOf(path) }
}

/**
 * The folders around each place that must stay closed, in front of what lies in them: a later bind would uncover what is
 * closed there. Without pins a folder could be moved aside, and what jail or git reads there be made anew.
 */
function pinsOf(places: Nodes): { readonly path: string; readonly pin: Node }[] {
  const pins = new Map<string, Node>()
  const all = [...places.nodes.values()]
  const writable = all.filter(({ word }) => word === 'write' || word === 'cache').map(({ path }) => path)
  for (const node of all) {
    if (node.word !== 'protect' && node.word !== 'hide' && !node.pinned) continue
    if (!writable.some((folder) => isWithin(node.path, folder))) continue
    for (const folder of foldersBetween('/', node.path)) if (!pins.has(folder)) pins.set(folder, node)
  }
  return [...pins].map(([path, pin]) => ({ path, pin }))
}

class Sheet {
  readonly ops: Op[] = []
  /** Done last: a place that is made read-only can take no more mount points. */
  readonly closing: Op[] = []
  readonly #covers = new Map<string, Cover>([['/', 'tmpfs']])
  readonly #tmpBytes: number
  readonly #hidesByDevice: boolean

  constructor(tmpBytes: number, hidesByDevice: boolean) {
    this.#tmpBytes = tmpBytes
    this.#hidesByDevice = hidesByDevice
  }

  coverOf(path: string): Cover {
    return this.#covers.get(this.#coverPath(path)) ?? 'tmpfs'
  }

  #coverPath(path: string): string {
    for (let here = path; here !== '/'; here = parentOf(here)) if (this.#covers.has(here)) return here
    return '/'
  }

  /** Links are made again only in our own tmpfs: below a bind they are there, below a closed place they tell too much. */
  addLink({ path, to, ...reason }: MadeLink): void {
    if (this.coverOf(path) === 'tmpfs') this.ops.push({ kind: 'symlink', path, to, ...reasonOf(reason) })
  }

  addNode(node: Node): void {
    const around = this.coverOf(node.path)
    switch (node.word) {
      case 'tmpfs':
        // In a folder of the host it would have to be made there.
        if (!node.absent || around === 'tmpfs' || around === 'mask') this.#tmpfs(node)
        break
      case 'cache':
        if (around === 'tmpfs') this.#bind(node, 'rw')
        break
      case 'read':
        if (around === 'tmpfs') this.#read(node)
        else if (node.copied) this.#copyOver(node)
        else if (around !== 'ro') this.#bind(node, 'ro')
        break
      case 'write':
        if (around !== 'rw') this.#bind(node, 'rw')
        break
      case 'copy':
      case 'keep':
        this.#copy(node)
        break
      case 'protect':
        if (around === 'rw') this.#bind(node, 'ro')
        break
      case 'hide':
        if (around === 'ro' || around === 'rw') this.#mask(node)
        break
    }
  }

  #tmpfs(node: Node): void {
    this.ops.push({
      kind: 'tmpfs',
      path: node.path,
      mode: '0700',
      bytes: this.#tmpBytes,
      ...reasonOf(node),
    })
    this.#covers.set(node.path, 'tmpfs')
  }

  #bind(node: Node, access: 'ro' | 'rw'): void {
    this.ops.push({
      kind: 'bind',
      access,
      path: node.path,
      source: node.source,
      ...wordOf(node),
      ...reasonOf(node),
    })
    this.#covers.set(node.path, access)
  }

  /** Small files of /etc are copied: ssh refuses settings whose owner is not known inside, and a copy is no mount. */
  #read(node: Node): void {
    const isSmall = isWithin(node.path, '/etc') && node.kind === 'file' && node.size <= COPY_LIMIT
    if (!isSmall && !node.copied) this.#bind(node, 'ro')
    else if (node.readable) {
      this.#data(node, 'tmpfs', '0644')
      this.#covers.set(node.path, 'ro')
    }
  }

  #copyOver(node: Node): void {
    if (!node.readable) return
    this.#data(node, 'over-ro', '0644')
    this.#covers.set(node.path, 'ro')
  }

  /** Mounted where it would lie in the root itself, which is read-only in the end. */
  #copy(node: Node): void {
    const around = this.#coverPath(node.path)
    const isLoose = around !== '/' && this.#covers.get(around) === 'tmpfs'
    if (!node.absent) this.#data(node, isLoose ? 'tmpfs' : 'over-rw', '0600')
    else if (isLoose) this.ops.push({ kind: 'await', path: node.path, ...wordOf(node), ...reasonOf(node) })
    else return
    this.#covers.set(node.path, 'rw')
  }

  #data(node: Node, onto: 'tmpfs' | 'over-ro' | 'over-rw', mode: string): void {
    this.ops.push({
      kind: 'data',
      path: node.path,
      content: { kind: 'file', path: node.source },
      mode,
      onto,
      ...wordOf(node),
      ...reasonOf(node),
    })
  }

  /** Read-only, and its folders pinned: a mount point cannot be renamed, so `mv .git aside` is refused (rename(2) EBUSY). */
  addPin(folder: string, node: Node): void {
    if (this.#covers.has(folder) || this.coverOf(folder) !== 'rw') return
    this.ops.push({
      kind: 'bind',
      access: 'rw',
      path: folder,
      source: folder,
      word: 'pin',
      ...reasonOf({ ...node, why: `pinned: ${node.path} lies in it` }),
    })
    this.#covers.set(folder, 'rw')
  }

  #mask(node: Node): void {
    const { path } = node
    const reason = { word: 'hide', ...reasonOf(node) } as const
    if (node.kind === 'folder') {
      this.ops.push({ kind: 'tmpfs', path, mode: '0500', bytes: 0, ...reason })
      this.closing.push({ kind: 'remount-ro', path, ...reason })
    } else if (this.#hidesByDevice) {
      // A bind of bwrap has no devices, so that it can be neither read nor written (mount(8) nodev).
      this.ops.push({ kind: 'bind', access: 'ro', path, source: '/dev/null', ...reason })
    } else {
      this.ops.push({
        kind: 'data',
        path,
        content: { kind: 'text', text: '' },
        mode: '0400',
        onto: 'over-ro',
        ...reason,
      })
    }
    this.#covers.set(path, 'mask')
  }
}

function wordOf({ word, guarded }: Node): Pick<Op, 'word'> {
  return word === 'tmpfs' ? {} : { word: guarded ? 'protect' : word }
}
