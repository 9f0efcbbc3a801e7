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
 * Visits a folder and those below it that `visit` enters, level by level, each once. What is entered must be a folder
 * and no link, so that the walk stays below its top. False when more than `limit` was seen.
 */
export function walkTree<Carry>(
  top: Here<Carry>,
  visit: Visit<Carry>,
  { walker, limit }: { readonly walker: Walker; readonly limit: number },
): boolean {
  const waiting: Here<Carry>[] = [top]
  let left = limit
  for (const { path, carry } of waiting) {
    const isSilent = walker.silence(path) !== undefined
    const start = path === '/' ? '' : path
    left -= visit({ path, carry, isSilent }, (name, more) =>
      waiting.push({ path: `${start}/${name}`, carry: more }),
    )
    if (left < 0) return false
  }
  return true
}
