import { isWithin } from '../policy/paths.ts'

/** A line of /proc/PID/mountinfo, as far as it tells what is shown where (proc_pid_mountinfo(5)). */
export type Mounted = {
  readonly id: string
  readonly parent: string
  /** The file system by its device, and the path in it that is shown. */
  readonly device: string
  readonly root: string
  readonly point: string
  readonly readOnly: boolean
  readonly type: string
}

/** All mounts that a process sees, found by where they are. */
export class MountTable {
  readonly #tops = new Map<string, Mounted>()
  readonly #below = new Map<string, Mounted[]>()
  readonly #ids = new Set<string>()

  constructor(mountinfo: string) {
    for (const line of mountinfo.split('\n')) {
      const mounted = parse(line)
      if (mounted) this.#add(mounted)
    }
  }

  #add(mounted: Mounted): void {
    const { id, parent, point } = mounted
    this.#ids.add(id)
    const beside = this.#below.get(parent)
    if (beside) beside.push(mounted)
    else this.#below.set(parent, [mounted])
    // Of several at one point, each stands on the one before: the last is seen.
    const known = this.#tops.get(point)
    if (known?.parent !== id) this.#tops.set(point, mounted)
  }

  /** What is mounted exactly there, the uppermost. */
  at(point: string): Mounted | undefined {
    return this.#tops.get(point)
  }

  /**
   * What an absolute path without links shows: the file system and the path in it, found as the kernel finds it, mount by
   * mount from the root. Undefined in a chroot whose root is no mount point: then the first step is not listed.
   */
  shownAt(path: string): Pick<Mounted, 'device' | 'root'> | undefined {
    let here = this.#root()
    for (let next = here; next; next = this.#step(next, path)) here = next
    return here && { device: here.device, root: join(here.root, path.slice(here.point.length)) }
  }

  #root(): Mounted | undefined {
    for (const [parent, mounts] of this.#below)
      if (!this.#ids.has(parent)) for (const mount of mounts) if (mount.point === '/') return mount
    return undefined
  }

  /** The first mount point that is met on the way to a path; one at the root of a mount covers it. */
  #step(from: Mounted, path: string): Mounted | undefined {
    let first: Mounted | undefined
    for (const mount of this.#below.get(from.id) ?? [])
      if (isWithin(path, mount.point) && mount.point.length < (first?.point.length ?? Infinity)) first = mount
    return first
  }
}

function join(root: string, rest: string): string {
  if (rest === '' || rest === '/') return root
  const slash = rest.startsWith('/') ? '' : '/'
  return root === '/' ? `${slash}${rest}` : `${root}${slash}${rest}`
}

function parse(line: string): Mounted | undefined {
  const [id, parent, device, root, point, options] = line.split(' ', 6)
  const separator = line.indexOf(' - ')
  if (id === undefined || parent === undefined || device === undefined || separator < 0) return undefined
  if (root === undefined || point === undefined || options === undefined) return undefined
  const type = line.slice(separator + 3, line.indexOf(' ', separator + 3))
  const readOnly = options === 'ro' || options.startsWith('ro,')
  return { id, parent, device, root: plain(root), point: plain(point), readOnly, type }
}

/** Space, tab, newline and backslash stand there as three octal digits behind a backslash. */
function plain(text: string): string {
  if (!text.includes('\\')) return text
  return text
    .split('\\')
    .map((part, at) =>
      at === 0 ? part : String.fromCharCode(Number.parseInt(part.slice(0, 3), 8)) + part.slice(3),
    )
    .join('')
}
