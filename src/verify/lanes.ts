import { availableParallelism } from 'node:os'
import type { Field, Probe } from './probe.ts'

/** A field of its own and the environment in it: what is tried in one lane is not seen in another. */
export type Lane = {
  readonly field: Field
  readonly env: Readonly<Record<string, string>>
}

/** A box waits for the kernel half of its time, so there may be more than processors; many at once would starve each other. */
const MOST_LANES = 4

/** How many boxes may be tried side by side here. */
export function laneCount(): number {
  return Math.min(availableParallelism() + 1, MOST_LANES)
}

export type SideBySide = {
  /** In this order they are taken, each by the first lane that is free. */
  readonly groups: readonly (readonly Probe[])[]
  readonly lanes: readonly Lane[]
  readonly tryGroup: (group: readonly Probe[], lane: Lane) => Promise<void>
}

/** Tries groups of probes, as many at a time as there are lanes. After one that throws no more are begun, and it throws that. */
export async function sideBySide({ groups, lanes, tryGroup }: SideBySide): Promise<void> {
  const left = [...groups]
  const run = async (lane: Lane): Promise<void> => {
    try {
      for (let group = left.shift(); group; group = left.shift()) await tryGroup(group, lane)
    } catch (error) {
      left.length = 0
      throw error
    }
  }
  // All are waited for: what still runs must not lose its field.
  const ended = await Promise.allSettled(lanes.map(run))
  for (const one of ended) if (one.status === 'rejected') throw one.reason
}
