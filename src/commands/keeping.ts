import { JailError } from '../errors.ts'
import { saveAside, sweep } from '../launch/aside.ts'
import type { Waiting } from '../launch/launch.ts'
import { Pins } from '../launch/pins.ts'
import type { Launch } from '../plan/encode.ts'
import { judgeLeft, type KeepQuestion, type Kept, type Left, MOST_KEPT } from '../plan/kept.ts'
import type { Word } from '../plan/op.ts'
import { nameOf, parentOf } from '../policy/paths.ts'
import { plainly } from '../policy/plainly.ts'
import { shownPath } from '../policy/sources.ts'
import { ERRNO, type Files } from '../sys/files.ts'
import { dropFresh, makeLike, type Obstacle } from '../sys/make-like.ts'
import { type Opened, openFile, openPlace } from '../sys/open-file.ts'
import { writeBack } from '../sys/write-back.ts'
import { oneLine, quoted } from '../ui/escape.ts'
import { printNotice } from '../ui/print.ts'

/** A kept file, and what the box gets of it; undefined when it is not there. */
type Given = { readonly kept: Kept; readonly got: Uint8Array | undefined }

/** The kept files of one run, from before the start to after the end. */
export class Keeping {
  readonly #files: Files
  readonly #home: string
  readonly #stateHome: string
  readonly #given: readonly Given[]
  readonly #pins: Pins

  /**
   * Looks at all that is to be kept, before the start. Throws `keep.refused` for what could not be replaced as a whole by
   * a file with the same owner, mode and attributes, and `keep.bwrap` where the box could not be looked into.
   */
  constructor({ kept, home, stateHome, whyNot }: KeepQuestion, files: Files) {
    if (whyNot !== null) throw unusable(whyNot)
    this.#files = files
    this.#home = home
    this.#stateHome = stateHome
    this.#pins = new Pins(files)
    for (const folder of new Set(kept.map(({ path }) => parentOf(path)))) this.#sweep(folder)
    this.#given = kept.map((one) => ({ kept: one, got: inspect(one, files) }))
  }

  #sweep(folder: string): void {
    for (const { path, aside } of sweep(this.#files, folder, this.#stateHome))
      printNotice(`jail: A run that was killed left ${plainly(path)}; it lies in ${plainly(aside)} now.`)
  }

  /** The line with what was read of each file: so the box gets what the end is compared with, and not by a link. */
  lineOf(line: Launch): Launch {
    const got = new Map(this.#given.map((given) => [given.kept.path, given.got]))
    const words = line.words.map((word): Word => {
      if (typeof word === 'string' || word.kind !== 'file') return word
      const bytes = got.get(word.path)
      return bytes ? { kind: 'bytes', bytes, what: 'jail-kept' } : word
    })
    return { ...line, words }
  }

  /** Lets the box wait until what its kept files lie in is open. */
  readonly hold = (box: Waiting): void => {
    const kept = this.#given.map((given) => given.kept)
    this.#pins.take(kept, box)
  }

  /** Writes back what has changed. What cannot be is told and laid aside; the command's exit code stays its own. */
  end(): void {
    if (this.#pins.areTaken)
      for (const given of this.#given) {
        try {
          this.#endOne(given)
        } catch (error) {
          // Whatever it is, the others are written, and what the command answered counts.
          const why = error instanceof Error ? error.message : String(error)
          printNotice(this.#notice(given.kept, oneLine(why), 'unreadable'))
        }
      }
    this.#pins.release()
  }

  #endOne({ kept, got }: Given): void {
    const left = this.#pins.read(kept)
    const verdict = judgeLeft(got, left)
    if (verdict === 'same') return
    const why = verdict === 'write' ? this.#write({ kept, got }, left) : verdict.unsound
    if (why !== undefined) printNotice(this.#notice(kept, why, left))
  }

  /** Why the content could not be written, as the end of a sentence; undefined when it was. */
  #write({ kept, got }: Given, left: Left): string | undefined {
    if (typeof left !== 'object') return undefined
    const replacement = { before: got, after: left, limit: MOST_KEPT }
    const answer = writeBack(this.#files, kept.path, replacement)
    if (answer === 'written' || answer === 'same') return undefined
    return answer === 'changed' ? CHANGED : obstacleText(answer)
  }

  /** What is told of a file that is not written back, and where the content lies that the box left. */
  #notice({ path }: Kept, why: string, left: Left): string {
    const shown = plainly(shownPath(path, this.#home))
    const head = `jail: ${shown} is not written back: ${why}. The file on this machine stays as it is.`
    if (typeof left !== 'object' || left.length === 0) return head
    const aside = saveAside(this.#files, this.#stateHome, { name: nameOf(path), bytes: left })
    return typeof aside === 'string'
      ? `${head} What the box left: ${plainly(aside)}. To compare: diff ${quoted(path)} ${quoted(aside)}`
      : `${head} What the box left is lost: it could not be laid aside (errno ${-aside}).`
  }
}

const CHANGED = 'it was changed on this machine while the box ran'

function obstacleText({ what, errno }: Obstacle): string {
  const full = errno === -ERRNO.ENOSPC ? ', no space is left' : ''
  return `${what} cannot be written (errno ${-errno}${full})`
}

function unusable(why: string): JailError {
  return new JailError('keep.bwrap', `What is kept could not be written back at the end: ${why}.`, {
    fix: 'Use copy (--copy PATH) in its place, which throws the changes away, or write.',
  })
}

/** What is in a file that is to be kept; undefined when it is not there. */
function inspect({ path }: Kept, files: Files): Uint8Array | undefined {
  const place = openPlace(files, path)
  if (place.folder < 0) throw refused(path, `its folder cannot be opened (errno ${-place.folder})`)
  const found = openFile(files, place, MOST_KEPT)
  try {
    const why =
      obstacleOf(found) ?? rehearse(files, place.folder, typeof found === 'object' ? found : undefined)
    if (why !== undefined) throw refused(path, why)
    return typeof found === 'object' ? found.bytes : undefined
  } finally {
    if (typeof found === 'object') files.libc.call('close', found.fd)
    files.libc.call('close', place.folder)
  }
}

function obstacleOf(found: ReturnType<typeof openFile>): string | undefined {
  if (found === 'absent') return undefined
  if (found === 'other') return 'it is a link, or no regular file'
  if (found === -ERRNO.EFBIG) return `it has more than ${MOST_KEPT} bytes`
  if (typeof found === 'number') return `it cannot be read (errno ${-found})`
  return found.stat.links > 1
    ? `it has ${found.stat.links} names (hard links), and the others would keep the old content`
    : undefined
}

/** Makes a file like it and drops that again: what fails here would fail at the end. */
function rehearse(files: Files, folder: number, found: Opened | undefined): string | undefined {
  const fresh = makeLike(files, folder, found)
  if ('errno' in fresh) return obstacleText(fresh)
  dropFresh(files, folder, fresh)
  return undefined
}

function refused(path: string, why: string): JailError {
  return new JailError('keep.refused', `${plainly(path)} cannot be kept: ${why}.`, {
    fix: `To throw the changes away: --copy ${quoted(path)}. To change it at once: --write ${quoted(path)}`,
  })
}
