import { matchesPattern } from '../../policy/paths.ts'
import type { Scope } from '../../review/state.ts'
import { type Waiting, waitingFor } from '../../review/watched.ts'

/** What a folder of the walk is, and what is waited for in it. */
export type Carry = {
  /** `git`: a git folder, or a part of one; `gits`: a folder that holds git folders. */
  readonly kind: 'plain' | 'git' | 'gits'
  /** Set where everything is watched, and why. */
  readonly why: string | undefined
  readonly waiting: readonly Waiting[]
  readonly depth: number
}

/** Whether anything but the odd is looked for in a folder. */
export function isWatched({ kind, why, waiting }: Carry): boolean {
  return kind !== 'plain' || why !== undefined || waiting.length > 0
}

export type Enter = (name: string, carry: Carry) => void

/** Why a name is watched, and what is waited for below it. */
export type Match = { readonly why: string | undefined; readonly further: readonly Waiting[] }

/**
 * What the paths that are waited for say of a name. Capitals do not count: there are file systems where they do not
 * (casefold of ext4, Windows' drives in WSL), and there a tool finds its file by any spelling.
 */
export function matchOf(name: string, waiting: readonly Waiting[]): Match {
  let why: string | undefined
  const further: Waiting[] = []
  for (const { parts, why: reason } of waiting) {
    const [first = '', ...rest] = parts
    if (!matchesPattern(name.toLowerCase(), first.toLowerCase())) continue
    if (rest.length === 0) why ??= reason
    else further.push({ parts: rest, why: reason })
  }
  return { why, further }
}

/** The paths that are watched in every folder, by their first name. */
export class Everywhere {
  readonly #byName = new Map<string, Waiting[]>()

  constructor(inside: Scope['inside']) {
    for (const waiting of waitingFor(inside)) {
      const first = (waiting.parts[0] ?? '').toLowerCase()
      const known = this.#byName.get(first)
      if (known) known.push(waiting)
      else this.#byName.set(first, [waiting])
    }
  }

  names(): string[] {
    return [...this.#byName.keys()]
  }

  /** The same for a folder in which more is waited for. */
  match(name: string, { why, waiting }: Carry): Match {
    const here = this.#byName.get(name.toLowerCase()) ?? []
    if (here.length === 0 && waiting.length === 0) return { why, further: [] }
    const found = matchOf(name, [...waiting, ...here])
    return { why: why ?? found.why, further: found.further }
  }
}
