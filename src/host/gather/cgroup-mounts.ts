/** A mount of control groups: which group of its tree is at which place (proc_pid_mountinfo(5)). */
export type CgroupMount = {
  readonly version: 1 | 2
  readonly root: string
  readonly point: string
  readonly controllers: readonly string[]
  readonly readOnly: boolean
}

/** All mounts of control groups in the text of /proc/self/mountinfo. Later ones may lie over earlier ones. */
export function cgroupMounts(mountinfo: string): CgroupMount[] {
  const found: CgroupMount[] = []
  for (const line of mountinfo.split('\n')) {
    const [before = '', after = ''] = line.split(' - ')
    const [, , , root, point, options = ''] = before.split(' ')
    const [type, , ofAll = ''] = after.split(' ')
    if (root === undefined || point === undefined || (type !== 'cgroup' && type !== 'cgroup2')) continue
    const words = ofAll.split(',')
    found.push({
      version: type === 'cgroup' ? 1 : 2,
      root: plain(root),
      point: plain(point),
      controllers: words,
      readOnly: options.split(',').includes('ro') || words.includes('ro'),
    })
  }
  return found
}

/** The kernel writes a space, tab, newline and backslash of a path as a backslash and three octal digits. */
function plain(path: string): string {
  if (!path.includes('\\')) return path
  const [first = '', ...parts] = path.split('\\')
  return (
    first +
    parts.map((part) => String.fromCharCode(Number.parseInt(part.slice(0, 3), 8)) + part.slice(3)).join('')
  )
}

/** The path in the line of /proc/self/cgroup whose controllers fit: `8:pids:/path`, `0::/path` (cgroups(7)). */
export function pathIn(own: string, fits: (controllers: string) => boolean): string | undefined {
  for (const line of own.split('\n')) {
    const [id, controllers, ...path] = line.split(':')
    if (id !== undefined && controllers !== undefined && path.length > 0 && fits(controllers))
      return path.join(':')
  }
  return undefined
}

/** A group as a path of files, on one of these mounts. */
export type Seen = { readonly mount: CgroupMount; readonly path: string }

/** Where a group is seen, in the newest mount first: what is mounted later may cover the others. */
export function seenAt(mounts: readonly CgroupMount[], group: string): Seen | undefined {
  for (const mount of mounts.toReversed()) {
    const path = within(mount, group)
    if (path !== undefined) return { mount, path }
  }
  return undefined
}

/** A group above the root of the namespace is shown with `/..` in front (cgroup_namespaces(7)). */
function within({ root, point }: CgroupMount, group: string): string | undefined {
  if (group.includes('/..')) return undefined
  const top = root === '/' ? '' : root
  if (group !== root && !group.startsWith(`${top}/`)) return undefined
  const path = `${point}${group.slice(top.length)}`
  return path.endsWith('/') ? path.slice(0, -1) : path
}
