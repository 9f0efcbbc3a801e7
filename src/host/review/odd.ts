import { isWithin } from '../../policy/paths.ts'
import type { Odd, Oddity } from '../../review/state.ts'
import type { Files } from '../../sys/files.ts'
import { ODD_MODE, type Surveyed } from '../../sys/survey.ts'
import type { Walker } from '../walk.ts'

/** More than a person's project has; one on a file system without modes (FAT, NTFS) has nothing else. */
const MOST_ODD = 2_000
const OTHERS_MAY_WRITE = 0o002
/** Only the owner of a file can take it away from a folder with this bit (inode(7)). */
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

  constructor(project: string, { walker, files }: { readonly walker: Walker; readonly files: Files }) {
    this.#project = project
    this.#walker = walker
    this.#files = files
  }

  judge(path: string, { kind, mode, links, identity }: Surveyed): void {
    const add = (sort: Oddity, detail = ''): unknown => this.#found.push({ path, sort, detail })
    if (kind === 'link') {
      const to = this.#leadsOut(path)
      if (to !== undefined) add('link', to)
      return
    }
    if (kind === 'fifo' || kind === 'socket' || kind === 'device') add(kind)
    // Who may connect to a socket is a matter of whoever made it; it is told as a socket.
    if ((mode & (STICKY | OTHERS_MAY_WRITE)) === OTHERS_MAY_WRITE && kind !== 'socket') add('open')
    if (kind !== 'file') return
    if ((mode & ODD_MODE & ~OTHERS_MAY_WRITE) !== 0) add('setuid')
    if (links > 1) this.#count(path, identity, links)
  }

  #count(path: string, identity: string, links: number): void {
    const known = this.#names.get(identity) ?? { count: 0, links, paths: [] }
    known.count++
    known.paths.push(path)
    this.#names.set(identity, known)
  }

  /** The text of a link that leads out of the project, by itself or by another link on the way. */
  #leadsOut(path: string): string | undefined {
    const text = this.#files.readLink(path)
    if (typeof text !== 'string') return undefined
    const fact = this.#walker.resolve(path)
    // A mount that does not answer is taken for one out of the project.
    return 'real' in fact && isWithin(fact.real, this.#project) ? undefined : text
  }

  /**
   * All that was found, but for the sorts that are everywhere: those say nothing. With `isWhole`, files that have more
   * names than were met (stat(2), st_nlink) are among it.
   */
  result(isWhole: boolean): { readonly odd: Odd[]; readonly omitted: Oddity[] } {
    const odd = isWhole ? [...this.#found, ...this.#hardLinks()] : this.#found
    const counts = new Map<Oddity, number>()
    for (const { sort } of odd) counts.set(sort, (counts.get(sort) ?? 0) + 1)
    const omitted = [...counts].flatMap(([sort, count]) => (count > MOST_ODD ? [sort] : []))
    return { odd: odd.filter(({ sort }) => !omitted.includes(sort)), omitted }
  }

  #hardLinks(): Odd[] {
    const found: Odd[] = []
    for (const { count, links, paths } of this.#names.values())
      if (count < links) for (const path of paths) found.push({ path, sort: 'hardlink', detail: '' })
    return found
  }
}
