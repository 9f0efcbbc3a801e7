import { join } from '../policy/paths.ts'
import type { Entry, Files } from '../sys/files.ts'

/**
 * Told what is in one folder (undefined: it cannot be listed), answers which folders in it are looked at next, each
 * with what is to be carried there.
 */
export type Visit<Carry> = (
  folder: string,
  entries: readonly Entry[] | undefined,
  carry: Carry,
) => Iterable<readonly [name: string, carry: Carry]>

/**
 * Visits a folder and those below it that `visit` asks for, each once, by their kind as the folder itself tells it
 * (getdents64(2)), so that no file is touched. A link is not a folder. False when there were more than `limit` entries.
 */
export function walkTree<Carry>(
  top: { readonly path: string; readonly carry: Carry },
  visit: Visit<Carry>,
  { files, limit }: { readonly files: Files; readonly limit: number },
): boolean {
  const pending: { readonly path: string; readonly carry: Carry }[] = [top]
  let left = limit
  for (let here = pending.pop(); here !== undefined; here = pending.pop()) {
    const entries = files.list(here.path)
    left -= entries?.length ?? 0
    if (left < 0) return false
    for (const [name, carry] of visit(here.path, entries, here.carry))
      pending.push({ path: join(here.path, `./${name}`), carry })
  }
  return true
}
