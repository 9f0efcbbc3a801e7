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

/** What several gatherers ask for, made by the first of them. */
export function onceFor<K extends object, V>(made: WeakMap<K, V>, key: K, make: () => V): V {
  const value = made.get(key) ?? make()
  made.set(key, value)
  return value
}

/** Reads one facet. What it throws becomes the reason of an unknown fact. */
export type Gatherer<K extends Facet = Facet> = {
  readonly facet: K
  /** It is cut off after this time, in milliseconds. */
  readonly limitMs: number
  readonly gather: (ground: Ground) => Facets[K] | Promise<Facets[K]>
}

/** One gatherer for each facet. */
export type Registry = { readonly [K in Facet]: Gatherer<K> }

/** A facet cannot be known, for this reason. */
export class Unknown extends Error {}

export type Looked = { readonly facts: MachineFacts; readonly microseconds: ReadonlyMap<Facet, number> }

/**
 * Runs the gatherers of the wanted facets (else all) side by side, each within its limit; none can keep the others from answering.
 * Every other facet is an unknown fact that says so.
 */
export async function gatherMachine(
  gatherers: Readonly<Partial<Registry>>,
  ground: Ground,
  wanted: Iterable<Facet> = Object.keys(gatherers) as Facet[],
): Promise<Looked> {
  const microseconds = new Map<Facet, number>()
  const asked = await Promise.all(
    [...new Set(wanted)].map(async (facet) => {
      const gatherer = gatherers[facet] as Gatherer | undefined
      const spent = (count: number): unknown => microseconds.set(facet, count)
      return [facet, gatherer ? await within(gatherer, ground, spent) : NO_GATHERER] as const
    }),
  )
  const others = Object.keys(gatherers).map((facet) => [facet, NOT_ASKED] as const)
  const facts = Object.fromEntries([...others, ...asked]) as unknown as MachineFacts
  return { facts, microseconds }
}

const NO_GATHERER = { known: false, why: 'this build of jail has no way to look at it' } as const
const NOT_ASKED = { known: false, why: 'nobody asked for it' } as const

type Spent = (microseconds: number) => unknown

async function within({ limitMs, gather }: Gatherer, ground: Ground, spent: Spent): Promise<Fact<unknown>> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const cut = new Promise<Fact<unknown>>((resolve) => {
    timer = setTimeout(() => resolve({ known: false, why: `no answer within ${limitMs} ms` }), limitMs)
  })
  try {
    return await Promise.race([gathered(gather, ground, spent), cut])
  } finally {
    clearTimeout(timer)
  }
}

async function gathered(gather: Gatherer['gather'], ground: Ground, spent: Spent): Promise<Fact<unknown>> {
  const start = Bun.nanoseconds()
  const stop = (): unknown => spent(Math.round((Bun.nanoseconds() - start) / 1000))
  try {
    const value = gather(ground)
    // Without this, what answers at once would be charged with all that the others do before the first wait ends.
    if (!(value instanceof Promise)) stop()
    const known = await value
    if (value instanceof Promise) stop()
    return { known: true, value: known }
  } catch (error) {
    if (error instanceof Unknown || error instanceof JailError) return { known: false, why: error.message }
    return {
      known: false,
      why: `jail could not look: ${error instanceof Error ? error.message : String(error)}`,
    }
  }
}
