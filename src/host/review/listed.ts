import { isWithin } from '../../policy/paths.ts'
import type { Surveyed, Surveyor } from '../../sys/survey.ts'
import type { Walker } from '../walk.ts'
import type { Carry } from './matching.ts'

/** Links of watched names whose way is walked: more than anybody has. */
const MOST_FOLLOWED = 20_000

/** Folders by path, in which many names are watched: each is listed once. */
export class Listed {
  readonly #walker: Walker
  readonly #surveyor: Surveyor
  readonly #unlisted: string[]
  readonly #known = new Map<string, readonly Surveyed[]>()

  /** `unlisted`: takes the folders that cannot be listed. */
  constructor(walker: Walker, surveyor: Surveyor, unlisted: string[]) {
    this.#walker = walker
    this.#surveyor = surveyor
    this.#unlisted = unlisted
  }

  /** All in a folder; nothing when it cannot be listed, which is noted. */
  all(folder: string): readonly Surveyed[] {
    const known = this.#known.get(folder)
    if (known) return known
    const seen = this.#surveyor.read(folder, { all: true, modes: true })
    const found = typeof seen === 'number' ? [] : seen.found
    if (typeof seen === 'number' && !this.#unlisted.includes(folder)) this.#unlisted.push(folder)
    this.#known.set(folder, found)
    return found
  }

  /** The folder that a path leads to, without links; undefined when it leads to none. */
  real(path: string): string | undefined {
    const fact = this.#walker.resolve(path)
    return fact.state === 'present' && fact.kind === 'folder' ? fact.real : undefined
  }
}

/** Where links lead that a program on the host follows to something watched: each place once for what is sought there. */
export class Followed {
  readonly #walker: Walker
  readonly #project: string
  readonly #known = new Set<string>()
  #count = 0

  constructor(walker: Walker, project: string) {
    this.#walker = walker
    this.#project = project
  }

  /** Whether there were more links than are followed. */
  get isOver(): boolean {
    return this.#count > MOST_FOLLOWED
  }

  /** The place without links, if it lies in the project or in `place` and was not followed for the same before. */
  next(path: string, place: string, { kind, waiting }: Pick<Carry, 'kind' | 'waiting'>): string | undefined {
    if (++this.#count > MOST_FOLLOWED) return undefined
    const fact = this.#walker.resolve(path)
    if (fact.state !== 'present') return undefined
    if (!isWithin(fact.real, this.#project) && !isWithin(fact.real, place)) return undefined
    const key = [fact.real, kind, ...waiting.map(({ parts }) => parts.join('/'))].join('\0')
    if (this.#known.has(key)) return undefined
    this.#known.add(key)
    return fact.real
  }
}
