import type { Seen, Watched } from '../../review/state.ts'
import { readBytes } from '../../sys/bytes.ts'
import { ERRNO, type Files } from '../../sys/files.ts'
import type { Surveyed } from '../../sys/survey.ts'

/** Largest file that is read; a larger one is told by its size and times. */
const MOST_BYTES = 2 ** 20
/** What is read of all files of one look: beyond it a start would take too long. */
const MOST_IN_ALL = 16 * 2 ** 20
const MOST_FILES = 1000
/** What is kept of old contents in one record. */
const MOST_KEPT = 4 * 2 ** 20

/** Reads watched files for their hash, and keeps their content while there is room. */
export class Contents {
  readonly kept: Record<string, string> = {}
  readonly #files: Files
  /** The sums of an earlier look: what was too much to be read then is told by its stamp again. */
  readonly #before: ReadonlyMap<string, string>
  #read = 0
  #count = 0
  #room = MOST_KEPT

  constructor(files: Files, before: Seen | undefined) {
    this.#files = files
    this.#before = new Map(before?.watched.map(({ path, sum }) => [path, sum]))
  }

  /** What tells the content of a file or link from any other. */
  sumOf(
    path: string,
    { kind, stamp, size }: Pick<Watched, 'kind'> & { readonly stamp: string; readonly size: number },
  ): string {
    if (kind === 'other') return ''
    if (kind === 'link') {
      const to = this.#files.readLink(path)
      return typeof to === 'string' ? `link:${to}` : 'unreadable'
    }
    const before = this.#before.get(path)
    const wasStamp = before?.startsWith('stamp:') === true
    const isTooMuch = this.#read + size > MOST_IN_ALL || this.#count >= MOST_FILES
    // A file that was read at the start is read at the end, too, however much there is by then.
    if (size > MOST_BYTES || wasStamp || (isTooMuch && before === undefined)) return `stamp:${stamp}`
    const bytes = readBytes(this.#files, path, MOST_BYTES)
    // What may not be read now may be read later, or by another: its stamp tells when it has changed.
    if (typeof bytes === 'number') return `stamp:${stamp}`
    this.#read += bytes.length
    this.#count++
    this.#keep(path, bytes)
    return `sha256:${new Bun.CryptoHasher('sha256').update(bytes).digest('hex')}`
  }

  /** Whether it is as jail itself makes it, for as long as a box runs; another jail may take it away meanwhile. */
  isOwn(path: string, { kind, size }: Surveyed, own: string | undefined): boolean {
    if (own === undefined || kind !== 'file' || size !== own.length) return false
    const text = this.#files.readText(path)
    return text === own || text === -ERRNO.ENOENT
  }

  #keep(path: string, bytes: Uint8Array): void {
    // Of a later look only the sums are wanted.
    if (this.#before.size > 0 || bytes.length > this.#room) return
    this.#room -= bytes.length
    this.kept[path] = Buffer.from(bytes).toString('base64')
  }
}
