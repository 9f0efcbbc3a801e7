import type { Op } from '../../../src/plan/op.ts'
import type { Listing } from '../../hosts/listing.ts'

/**
 * What the kernel makes of a list of operations, by bwrap's rules of 0.12 (the strictest): a destination is never and
 * never crosses a link; what is missing is made in a tmpfs of the box only; a link is made over nothing. Shares no code
 * with src/plan: it knows mounts, one over the other, and nothing of rules.
 */
type Kind = 'folder' | 'file' | 'link'

type Mount = {
  readonly at: string
  /** Where its files come from; a tmpfs has its own. */
  readonly from: { readonly host: string } | { readonly own: Map<string, string> } | { readonly file: Op }
  isReadOnly: boolean
}

export type Access = 'hidden' | 'read' | 'write' | 'copy'

export class Kernel {
  readonly #mounts: Mount[] = [{ at: '/', from: { own: new Map([['/', 'folder']]) }, isReadOnly: false }]
  readonly #host: Listing

  /** Runs all operations. Throws with a sentence where bwrap would fail, or would touch the host. */
  constructor(ops: readonly Op[], host: Listing) {
    this.#host = host
    for (const op of ops) this.#run(op)
  }

  /** What a process inside can do with a file of the host, by whichever path of the box. */
  accessOf(file: string): Access {
    const found = this.#mounts.map((mount) => this.#accessBy(mount, file))
    return (['write', 'copy', 'read'] as const).find((access) => found.includes(access)) ?? 'hidden'
  }

  /** Whether a folder of the box is a mount point, which cannot be renamed (rename(2) EBUSY). */
  isMount(path: string): boolean {
    return this.#mountAt(path)?.at === path
  }

  /** Where a path of the box leads, through links; undefined when it leads nowhere. */
  resolve(path: string, depth = 0): string | undefined {
    if (depth > 40) return undefined
    let here = ''
    const parts = path.split('/').filter((part) => part !== '' && part !== '.')
    for (const [index, part] of parts.entries()) {
      if (part === '..') {
        here = here.slice(0, Math.max(0, here.lastIndexOf('/')))
        continue
      }
      const entry = this.#entry(`${here}/${part}`)
      if (entry === undefined) return undefined
      if (entry.startsWith('link ')) {
        const to = entry.slice(5)
        const rest = parts.slice(index + 1).join('/')
        return this.resolve(`${to.startsWith('/') ? to : `${here}/${to}`}/${rest}`, depth + 1)
      }
      here = `${here}/${part}`
    }
    return here === '' ? '/' : here
  }

  #accessBy(mount: Mount, file: string): Access {
    if ('file' in mount.from) return copied(mount.from.file, file, this.#mountAt(mount.at) === mount)
    if ('own' in mount.from) {
      const isCopied = [...mount.from.own].some(
        ([at, what]) => what === `file ${file}` && this.#mountAt(at) === mount,
      )
      return isCopied ? 'read' : 'hidden'
    }
    const { host } = mount.from
    if (!within(file, host)) return 'hidden'
    const seen = host === '/' ? file : `${mount.at}${file.slice(host.length)}`
    if (this.#mountAt(seen) !== mount) return 'hidden'
    return mount.isReadOnly ? 'read' : 'write'
  }

  #run(op: Op): void {
    if (op.kind === 'bind') this.#bind(op)
    else if (op.kind === 'data') this.#data(op)
    else if (op.kind === 'symlink') this.#make(op.path, `link ${op.to}`)
    else if (op.kind === 'remount-ro') this.#remount(op.path)
    else {
      this.#destination(op.path, 'folder')
      this.#mount({ at: op.path, from: { own: new Map([[op.path, 'folder']]) }, isReadOnly: false })
    }
  }

  #remount(path: string): void {
    const mount = this.#mountAt(path)
    if (mount?.at !== path) throw new Error(`remount of ${path}, which is no mount`)
    mount.isReadOnly = true
  }

  #bind(op: Extract<Op, { kind: 'bind' }>): void {
    const kind = kindOf(this.#host[op.source])
    if (kind === undefined) throw new Error(`bind of ${op.source}, which is not there`)
    if (kind === 'link') throw new Error(`bind of ${op.source}, which is a link`)
    this.#destination(op.path, kind)
    this.#mount({ at: op.path, from: { host: op.source }, isReadOnly: op.access === 'ro' })
  }

  #data(op: Extract<Op, { kind: 'data' }>): void {
    if (op.content.kind === 'file' && kindOf(this.#host[op.content.path]) !== 'file')
      throw new Error(`copy of ${op.content.path}, which is no file`)
    if (op.onto !== 'tmpfs') {
      this.#destination(op.path, 'file')
      this.#mount({ at: op.path, from: { file: op }, isReadOnly: op.onto === 'over-ro' })
      return
    }
    // The mode tells a copy for writing from one for reading; both are files of ours.
    if (op.content.kind === 'file' && op.mode === '0600') {
      this.#make(op.path, 'file')
      this.#mount({ at: op.path, from: { file: op }, isReadOnly: false })
      return
    }
    this.#make(op.path, op.content.kind === 'file' ? `file ${op.content.path}` : 'file')
  }

  /** A mount covers all that was mounted at or below its place. */
  #mount(mount: Mount): void {
    const covered = this.#mounts.filter(({ at }) => at !== '/' && within(at, mount.at))
    for (const one of covered) this.#mounts.splice(this.#mounts.indexOf(one), 1)
    this.#mounts.push(mount)
  }

  #mountAt(path: string): Mount | undefined {
    let found: Mount | undefined
    for (const mount of this.#mounts)
      if (within(path, mount.at) && (!found || mount.at.length >= found.at.length)) found = mount
    return found
  }

  #entry(path: string): string | undefined {
    const mount = this.#mountAt(path)
    if (!mount) return undefined
    if ('file' in mount.from) return 'file'
    if ('own' in mount.from) return mount.from.own.get(path)
    const { host } = mount.from
    return this.#host[host === '/' ? path : `${host}${path.slice(mount.at.length)}`]
  }

  /** A place to mount on: of the right kind, made where it is missing and can be made. */
  #destination(path: string, kind: Kind): void {
    const there = kindOf(this.#entry(path))
    if (there === 'link') throw new Error(`${path} is a link`)
    this.#crossing(path)
    if (there === undefined) this.#make(path, kind)
    else if (there !== kind) throw new Error(`${path} is a ${there}, and a ${kind} is put there`)
  }

  #make(path: string, what: string): void {
    if (this.#entry(path) !== undefined) throw new Error(`${path} is there already`)
    this.#crossing(path)
    for (const folder of [...above(path), path]) {
      if (this.#entry(folder) !== undefined) continue
      const mount = this.#mountAt(folder)
      if (!mount || !('own' in mount.from)) throw new Error(`${folder} would be made on the host`)
      if (mount.isReadOnly) throw new Error(`${folder} would be made in a read-only place`)
      mount.from.own.set(folder, folder === path ? what : 'folder')
    }
  }

  #crossing(path: string): void {
    for (const folder of above(path)) {
      const kind = kindOf(this.#entry(folder))
      if (kind !== undefined && kind !== 'folder') throw new Error(`${path} crosses ${folder}, a ${kind}`)
    }
  }
}

function copied(op: Op, file: string, isSeen: boolean): Access {
  if (op.kind !== 'data' || op.content.kind !== 'file' || op.content.path !== file || !isSeen) return 'hidden'
  return 'copy'
}

function kindOf(entry: string | undefined): Kind | undefined {
  return entry?.split(' ')[0] as Kind | undefined
}

function within(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`)
}

function above(path: string): string[] {
  const parts = path.split('/').slice(1, -1)
  return parts.map((_, index) => `/${parts.slice(0, index + 1).join('/')}`)
}
