import type { Files } from '../sys/files.ts'

const MADV_DONTNEED = 4

/**
 * Gives back the code pages that only the start needed, two thirds of what jail holds: they are clean
 * and come back from the file when they are used again (madvise(2) on a private mapping of a file).
 */
export function releaseOwnPages(files: Files): void {
  // What the start thought of is done with: the facts, the plan, and what the review looked at.
  Bun.gc(true)
  const own = files.readLink('/proc/self/exe')
  const maps = files.readText('/proc/self/maps')
  if (typeof own !== 'string' || typeof maps !== 'string') return
  for (const { start, end } of codeMappings(maps, own))
    files.libc.call('madvise', start, end - start, MADV_DONTNEED)
}

export type Mapping = { readonly start: number; readonly end: number }

/**
 * The mappings of a file's code in the text of proc_pid_maps(5). Not its other read-only ones: after relocation the
 * loader makes data read-only too (RELRO), and that is in no file.
 */
export function codeMappings(maps: string, path: string): Mapping[] {
  const found: Mapping[] = []
  for (const line of maps.split('\n')) {
    const [range = '', access = ''] = line.split(' ', 2)
    if (access !== 'r-xp' || !line.endsWith(` ${path}`)) continue
    const [start = '', end = ''] = range.split('-')
    found.push({ start: Number.parseInt(start, 16), end: Number.parseInt(end, 16) })
  }
  return found
}
