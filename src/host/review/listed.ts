import type { Surveyed, Surveyor } from '../../sys/survey.ts'
import type { Walker } from '../walk.ts'

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
