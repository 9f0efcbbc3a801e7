/** What statx(2) tells of a file. */
export type Stat = {
  readonly kind: 'folder' | 'file' | 'link' | 'other'
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number
  readonly uid: number
  readonly gid: number
  /** In bytes; of a folder 0, since its own size changes with what is put in it and decides nothing. */
  readonly size: number
  /** Number of names; of a folder 1 while it has one, for the same reason. */
  readonly links: number
}

/** S_IFMT shifted down: S_IFDIR, S_IFREG, S_IFLNK (inode(7)). */
export const KINDS: ReadonlyMap<number, Stat['kind']> = new Map([
  [4, 'folder'],
  [8, 'file'],
  [10, 'link'],
])

/** The struct statx (statx(2)) at the start of a buffer. */
export function parseStat(view: DataView): Stat {
  const mode = view.getUint16(28, true)
  const kind = KINDS.get(mode >> 12) ?? 'other'
  const links = view.getUint32(16, true)
  const isFolder = kind === 'folder'
  return {
    kind,
    mode: mode & 0o7777,
    uid: view.getUint32(20, true),
    gid: view.getUint32(24, true),
    size: isFolder ? 0 : view.getUint32(40, true) + view.getUint32(44, true) * 2 ** 32,
    links: isFolder ? Math.min(links, 1) : links,
  }
}
