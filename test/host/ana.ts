/** A person, ana, on a machine on which exactly the given places are there, `~` being her home folder. */

import { type Ground, makeGround } from '../../src/host/toolchains/ground.ts'
import { isWithin } from '../../src/policy/paths.ts'

export const HOME = '/home/ana'

export const full = (text: string): string => (text.startsWith('~') ? HOME + text.slice(1) : text)

export type Around = {
  /** Files and folders; the folders above them are there too. */
  readonly there?: readonly string[]
  /** Links, and the real place that each leads to. */
  readonly links?: Readonly<Record<string, string>>
  readonly env?: Readonly<Record<string, string>>
}

export function groundWith({ there = [], links = {}, env = {} }: Around): Ground {
  const places = [HOME, ...there.map(full)]
  const realOf = (path: string): string | undefined => {
    for (const [at, to] of Object.entries(links))
      if (isWithin(path, full(at))) return realOf(full(to) + path.slice(full(at).length))
    return places.some((place) => isWithin(place, path)) ? path : undefined
  }
  const values = Object.entries(env).map(([name, value]) => [name, full(value)] as const)
  return makeGround({ home: HOME, homeReal: HOME, env: Object.fromEntries(values), realOf })
}
