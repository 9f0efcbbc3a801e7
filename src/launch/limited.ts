import type { Launch } from '../plan/encode.ts'
import type { Files } from '../sys/files.ts'
import type { LimitedStart } from './limits.ts'
import { ownProcesses } from './process.ts'

/** What sets the limits of a line from outside. Rarely needed, so loaded only then; undefined when there is nothing to set. */
export async function limitedStart({ limits }: Launch, files: Files): Promise<LimitedStart | undefined> {
  if (limits.groups.length === 0 && limits.scope === undefined) return undefined
  const { LimitedStart: Limited } = await import('./limits.ts')
  return new Limited(limits, files)
}

/** Starts by `spawn`: its pid, or a negative errno. What has an entry is never started without its limits. */
export function startLimited(
  limited: LimitedStart | undefined,
  entry: number | undefined,
  spawn: () => number,
): number {
  if (entry === undefined) return spawn()
  if (limited === undefined) throw new Error('a box with limits was to be started without them')
  return limited.start(spawn, entry)
}

/** How many processes the box may have by the kernel's own limit: never more than jail itself. */
export function processesOf({ limits }: Launch, files: Files): number | undefined {
  if (limits.ownProcesses === undefined) return undefined
  return Math.min(limits.ownProcesses, ownProcesses(files) ?? limits.ownProcesses)
}
