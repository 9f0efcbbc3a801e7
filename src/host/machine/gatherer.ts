import { JailError } from '../../errors.ts'
import type { Files } from '../../sys/files.ts'
import type { Caller, Fact } from '../facts.ts'
import type { Facet, Facets, MachineFacts } from '../machine.ts'
import type { Walker } from '../walk.ts'

/** Where and for whom a machine is looked at. `caller` and `walker` throw a JailError when there is no usable home. */
export type Ground = {
  readonly env: Readonly<Record<string, string>>
  readonly uid: number
  readonly files: Files
  readonly caller: () => Caller
  readonly walker: () => Promise<Walker>
  /** The text of a small file of the kernel or the system, trimmed; undefined when it is not there or unreadable. */
  readonly text: (path: string) => string | undefined
}

/** Reads one facet. What it throws becomes the reason of an unknown fact. */
export type Gatherer<K extends Facet = Facet> = {
  readonly facet: K
  /** It is cut off after this time, in milliseconds. */
  readonly limitMs: number
  readonly gather: (ground: Ground) => Facets[K] | Promise<Facets[K]>
}

/** A facet cannot be known, for this reason. */
export class Unknown extends Error {}

export type Looked = { readonly facts: MachineFacts; readonly microseconds: ReadonlyMap<Facet, number> }

/** Runs all gatherers side by side, each within its limit; none can keep the others from answering. */
export async function gatherMachine(
  gatherers: Readonly<{ [K in Facet]: Gatherer<K> }>,
  ground: Ground,
): Promise<Looked> {
  const microseconds = new Map<Facet, number>()
  const facts = await Promise.all(
    Object.values(gatherers).map(async (gatherer) => {
      const start = Bun.nanoseconds()
      const fact = await within(gatherer as Gatherer, ground)
      microseconds.set(gatherer.facet, Math.round((Bun.nanoseconds() - start) / 1000))
      return [gatherer.facet, fact] as const
    }),
  )
  return { facts: Object.fromEntries(facts) as unknown as MachineFacts, microseconds }
}

async function within({ limitMs, gather }: Gatherer, ground: Ground): Promise<Fact<unknown>> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const cut = new Promise<Fact<unknown>>((resolve) => {
    timer = setTimeout(() => resolve({ known: false, why: `no answer within ${limitMs} ms` }), limitMs)
  })
  try {
    return await Promise.race([gathered(gather, ground), cut])
  } finally {
    clearTimeout(timer)
  }
}

async function gathered(gather: Gatherer['gather'], ground: Ground): Promise<Fact<unknown>> {
  try {
    return { known: true, value: await gather(ground) }
  } catch (error) {
    if (error instanceof Unknown || error instanceof JailError) return { known: false, why: error.message }
    return {
      known: false,
      why: `jail could not look: ${error instanceof Error ? error.message : String(error)}`,
    }
  }
}
