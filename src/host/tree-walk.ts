import type { Walker } from './walk.ts'

/** A folder, and what is carried there from the one above. */
export type Here<Carry> = { readonly path: string; readonly carry: Carry }

/**
 * Looks at one folder and enters those in it that are looked at next, by name. `isSilent`: it lies on a mount that does
 * not answer and must not be touched. Answers how much was seen in it.
 */
export type Visit<Carry> = (
  here: Here<Carry> & { readonly isSilent: boolean },
  enter: (name: string, carry: Carry) => void,
) => number

/**
 * `limit`: how much is looked at. `isFirst`: what is looked at before all else and has a limit of its own, so that a
 * flood of other entries cannot keep it from being seen.
 */
export type Bounds<Carry> = {
  readonly walker: Walker
  readonly limit: number
  readonly isFirst?: (carry: Carry) => boolean
}

/**
 * Visits a folder and those below it that `visit` enters, level by level, each once. What is entered must be a folder
 * and no link, so that the walk stays below its top. False when more than `limit` was seen.
 */
export function walkTree<Carry>(
  top: Here<Carry>,
  visit: Visit<Carry>,
  { walker, limit, isFirst }: Bounds<Carry>,
): boolean {
  const first: Here<Carry>[] = []
  const waiting: Here<Carry>[] = [top]
  const look = ({ path, carry }: Here<Carry>): number => {
    const isSilent = walker.silence(path) !== undefined
    const start = path === '/' ? '' : path
    return visit({ path, carry, isSilent }, (name, more) => {
      const queue = isFirst?.(more) ? first : waiting
      queue.push({ path: `${start}/${name}`, carry: more })
    })
  }
  let left = limit
  let leftFirst = limit
  for (const here of waiting) {
    left -= look(here)
    if (first.length > 0) {
      for (const urgent of first) {
        leftFirst -= look(urgent)
        if (leftFirst < 0) return false
      }
      first.length = 0
    }
    if (left < 0) return false
  }
  return true
}
