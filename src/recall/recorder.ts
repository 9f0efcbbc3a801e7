import { type Entry, Files, type Question, type Stat } from '../sys/files.ts'
import { Libc } from '../sys/libc.ts'
import type { Look, Told } from '../sys/looks.ts'
import { type Asked, asKept, type Log, type What } from './log.ts'

/** Most questions of a start that is kept: asking more of them again would take as long as to plan anew. */
const MOST_QUESTIONS = 20_000
/** A folder that changed less than this long ago, in seconds, may change again without a new ctime. */
const SETTLED_S = 2

/** Notices a system call that belongs to no question. */
class WatchedLibc extends Libc {
  /** Above zero while a question is asked. */
  inQuestion = 0
  hasStrayed = false

  override raw(number: number, a = 0, b = 0, c = 0, d = 0, e = 0): number {
    if (this.inQuestion === 0) this.hasStrayed = true
    return super.raw(number, a, b, c, d, e)
  }
}

/** Files that keep in mind what was asked of them and what they told. */
export class Recorder extends Files {
  readonly #libc: WatchedLibc
  readonly #looks = new Map<string, Look>()
  readonly #asked = new Map<string, Asked>()
  #isRepeatable = true

  constructor() {
    const libc = new WatchedLibc()
    super(libc)
    this.#libc = libc
  }

  /**
   * What was asked until now. Undefined when that cannot be asked again with the same meaning: another program was
   * started, something was written or asked past the methods here, one question had two answers, or there are too many.
   */
  log(): Log | undefined {
    const looks = [...this.#looks.values()]
    const asked = [...this.#asked.values()]
    const isShort = looks.length + asked.length <= MOST_QUESTIONS
    return this.#isRepeatable && !this.#libc.hasStrayed && isShort ? { looks, asked } : undefined
  }

  override stat(path: string, follow = false): Stat | number {
    this.#libc.inQuestion++
    const stat = super.stat(path, follow)
    this.#libc.inQuestion--
    if (this.#libc.inQuestion > 0) return stat
    const key = follow ? `>${path}` : path
    const told = asTold(stat)
    const known = this.#looks.get(key)
    if (known === undefined) this.#looks.set(key, [path, follow ? 1 : 0, told])
    else if (String(known[2]) !== String(told)) this.#isRepeatable = false
    return stat
  }

  override fingerprint(path: string, times: boolean, follow = true): string | undefined {
    const ask = (): string | undefined => super.fingerprint(path, times, follow)
    if (!follow) return ask()
    return this.#ask(times ? 'times' : 'identity', path, ask)
  }

  override readLink(path: string): string | number {
    return this.#ask('link', path, () => super.readLink(path))
  }

  override realPath(path: string): string | number {
    return this.#ask('real', path, () => super.realPath(path))
  }

  override readText(path: string): string | number {
    return this.#ask('text', path, () => super.readText(path))
  }

  override names(folder: string): string[] | undefined {
    return this.#ask('names', folder, () => super.names(folder))
  }

  override list(folder: string): Entry[] | undefined {
    return this.#ask('list', folder, () => super.list(folder))
  }

  override may(path: string, bits: number): boolean {
    return this.#ask('may', path, () => super.may(path, bits), bits)
  }

  override answer<T>({ what, path }: Question, ask: () => T): T {
    return this.#ask(what, path, ask)
  }

  override askedElsewhere(): void {
    this.#isRepeatable = false
  }

  #ask<T>(what: What, path: string, ask: () => T, bits?: number): T {
    const isAlone = this.#libc.inQuestion++ === 0
    try {
      const times = isAlone ? this.#timesOf(what, path) : undefined
      const answer = ask()
      if (isAlone) this.#keep({ what, path, answer: asKept(what, answer), ...(bits && { bits }), ...times })
      return answer
    } finally {
      this.#libc.inQuestion--
    }
  }

  #keep(asked: Asked): void {
    const key = `${asked.what} ${asked.bits ?? ''} ${asked.path}`
    const known = this.#asked.get(key)
    if (known === undefined) this.#asked.set(key, asked)
    else if (known.answer !== asked.answer) this.#isRepeatable = false
  }

  /** Taken before the list is read, so that a change in between is seen later. */
  #timesOf(what: What, path: string): Pick<Asked, 'times'> {
    if (what !== 'names' && what !== 'list' && what !== 'folders') return {}
    const times = super.fingerprint(path, true, what !== 'folders')
    const ctime = Number(times?.split(' ')[2]?.split('.')[0])
    return times !== undefined && ctime + SETTLED_S < Date.now() / 1000 ? { times } : {}
  }
}

/** What stat told, as it is kept. */
export function asTold(stat: Stat | number): Told {
  if (typeof stat === 'number') return stat
  const { kind, mode, uid, gid, links, size } = stat
  return [kind, mode, uid, gid, links, size]
}
