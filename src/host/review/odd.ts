import { isWithin } from '../../policy/paths.ts'
import type { Odd, Oddity } from '../../review/state.ts'
import { ERRNO, type Files } from '../../sys/files.ts'
import { ODD_MODE, type Surveyed } from '../../sys/survey.ts'
import type { Walker } from '../walk.ts'

/** More than a person's project has; one on a file system without modes (FAT, NTFS) has nothing else. */
const MOST_ODD = 2_000
/** Links whose way is walked: each takes as long as fifty other files. Beyond it none is told, and that is said. */
const MOST_LINKS = 20_000
/** The ctime is that of the last tick of the clock (current_time() in the kernel's inode.c), 10 ms at most. */
const TICK_MS = 20
/** Where a file system keeps whole seconds only (ext3, small inodes of ext4, FAT), it is rounded down. */
const COARSE_MS = 2_000
/** Where nothing, or only what is known of git, is looked at: a link into it is another way to what lies there. */
const UNSEEN = /\/(node_modules|\.git)(\/|$)/
const OTHERS_MAY_WRITE = 0o002
const STICKY = 0o1000

type Names = { count: number; readonly links: number; readonly paths: string[] }

/** Collects what is odd in a project, whatever its name. */
export class Oddities {
  readonly #project: string
  readonly #walker: Walker
  readonly #files: Files
  readonly #found: Odd[] = []
  /** The names that were met of each file that has several, by device and inode. */
  readonly #names = new Map<string, Names>()

  /** Ordinary files that have not changed since then, in milliseconds since 1970, were as they are. */
  readonly #since: number
  readonly #isFirst: boolean
  #links = 0

  /** `since`: the start of the run; undefined at the start itself, where ordinary files are not looked at. */
  constructor(
    project: string,
    since: string | undefined,
    { walker, files }: { readonly walker: Walker; readonly files: Files },
  ) {
    this.#project = project
    this.#isFirst = since === undefined
    // Of a date that is none everything is looked at.
    this.#since = since === undefined ? Number.POSITIVE_INFINITY : Date.parse(since) || 0
    this.#walker = walker
    this.#files = files
  }

  judge(path: string, one: Surveyed): void {
    const { kind, mode, links, identity } = one
    const add = (sort: Oddity, detail = ''): unknown => this.#found.push({ path, sort, detail })
    if (kind === 'file' && !this.#mayHaveChanged(one.changed)) return
    if (kind === 'link') {
      if (++this.#links > MOST_LINKS) return
      this.#judgeLink(path, one.name)
      return
    }
    if (kind === 'fifo' || kind === 'socket' || kind === 'device') add(kind)
    // Who may connect to a socket is a matter of whoever made it; it is told as a socket.
    if (isOpenTo(mode) && kind !== 'socket') add('open')
    if (kind !== 'file') return
    if ((mode & ODD_MODE & ~OTHERS_MAY_WRITE) !== 0) add('setuid')
    if (links > 1) this.#count(path, identity, links)
  }

  #mayHaveChanged(when: number): boolean {
    return when >= this.#since - (when % 1000 === 0 ? COARSE_MS : TICK_MS)
  }

  #count(path: string, identity: string, links: number): void {
    const known = this.#names.get(identity) ?? { count: 0, links, paths: [] }
    known.count++
    known.paths.push(path)
    this.#names.set(identity, known)
  }

  /** A link that leads out of the project, by itself or by another link on the way, or to what is not looked at. */
  #judgeLink(path: string, name: string): void {
    const text = this.#files.readLink(path)
    if (typeof text !== 'string') {
      // One that cannot be read is taken for one out of the project, as long as it is there.
      if (text !== -ERRNO.ENOENT) this.#found.push({ path, sort: 'link', detail: `(errno ${-text})` })
      return
    }
    const fact = this.#walker.resolve(path)
    // A mount that does not answer is taken for one out of the project.
    if (!('real' in fact) || !isWithin(fact.real, this.#project))
      this.#found.push({ path, sort: 'link', detail: text })
    else if (name !== 'node_modules' && UNSEEN.test(fact.real.slice(this.#project.length)))
      this.#found.push({ path, sort: 'unseen', detail: text })
  }

  /**
   * All that was found, but for the sorts that are everywhere: those say nothing. With `isWhole`, files that have more
   * names than were met (stat(2), st_nlink) are among it.
   */
  result(isWhole: boolean): { readonly odd: Odd[]; readonly omitted: Oddity[] } {
    const isOpen = this.#judgeTop()
    const odd = isWhole ? [...this.#found, ...this.#hardLinks()] : this.#found
    const counts = new Map<Oddity, number>()
    for (const { sort } of odd) counts.set(sort, (counts.get(sort) ?? 0) + 1)
    const omitted = [...counts].flatMap(([sort, count]) => (count > MOST_ODD ? [sort] : []))
    if (this.#links > MOST_LINKS && !omitted.includes('link')) omitted.push('link')
    if (isOpen && this.#isFirst && !omitted.includes('open')) omitted.push('open')
    return { odd: odd.filter(({ sort }) => !omitted.includes(sort)), omitted }
  }

  /** Whether everybody may write in the project: so it is on a file system without modes, where that says nothing. */
  #judgeTop(): boolean {
    const top = this.#files.stat(this.#project)
    const isOpen = typeof top === 'object' && isOpenTo(top.mode)
    if (isOpen) this.#found.push({ path: this.#project, sort: 'open', detail: '' })
    return isOpen
  }

  #hardLinks(): Odd[] {
    const found: Odd[] = []
    for (const { count, links, paths } of this.#names.values())
      if (count < links) for (const path of paths) found.push({ path, sort: 'hardlink', detail: '' })
    return found
  }
}

/** Whether everybody may write: in a folder with the sticky bit only to what is their own (inode(7)). */
function isOpenTo(mode: number): boolean {
  return (mode & (STICKY | OTHERS_MAY_WRITE)) === OTHERS_MAY_WRITE
}
