import type { Walker } from './walk.ts'

/** A folder, and what is carried there from the one above. */
export type Here<Carry> = { readonly path: string; readonly carry: Carry }

/**
 * Looks at one folder and enters those in it that are looked at next, by name. `isSilent`: it lies on a mount that does
 * not answer and must not be touched. Answers how much was seen in it. What is entered as `first` is looked at before
 * all else and has a limit of its own, so that a flood of other entries cannot keep it from being seen.
 */
export type Visit<Carry> = (
  here: Here<Carry> & { readonly isSilent: boolean },
  enter: (name: string, carry: Carry, first?: boolean) => void,
) => number

/**
 * Visits a folder and those below it that `visit` enters, level by level, each once. What is entered must be a folder
 * and no link, so that the walk stays below its top. False when more than `limit` was seen.
 */
export function walkTree<Carry>(
  top: Here<Carry>,
  visit: Visit<Carry>,
  { walker, limit }: { readonly walker: Walker; readonly limit: number },
): boolean {
  const first: Here<Carry>[] = []
  const waiting: Here<Carry>[] = [top]
  const look = ({ path, carry }: Here<Carry>): number => {
    const isSilent = walker.silence(path) !== undefined
    const start = path === '/' ? '' : path
    return visit({ path, carry, isSilent }, (name, more, isFirst) =>
      (isFirst ? first : waiting).push({ path: `${start}/${name}`, carry: more }),
    )
  }
  let left = limit
  let leftFirst = limit
  for (const here of waiting) {
    left -= look(here)
    for (const urgent of first) {
      leftFirst -= look(urgent)
      if (leftFirst < 0) return false
    }
    first.length = 0
    if (left < 0) return false
  }
  return true
}
