import { isWithin, parentOf } from '../../../src/policy/paths.ts'
import { wideningsOf } from '../../../src/policy/widen.ts'
import type { Listing } from '../../hosts/listing.ts'
import { PLACES } from '../../hosts/small.ts'
import { compare } from './changes.ts'
import type { Access, Kernel } from './kernel.ts'
import { type Built, type Decided, decideOn, layersOn, type Speakers, type Written } from './machines.ts'
import { filesOf, kernelOf, replacedIn } from './promises.ts'
import type { Look, Property } from './runs.ts'
import { claimsOf } from './specification.ts'

const OPENNESS: readonly Access[] = ['hidden', 'read', 'copy', 'write']

function isNoMore(was: Access, is: Access): boolean {
  return OPENNESS.indexOf(is) <= OPENNESS.indexOf(was)
}

/** The rules with those of the last layer said by the project, which also takes back what it likes. */
function said({ one, pick }: Look): { rules: Written[]; speakers: Speakers; at: number } {
  const taken = one.rules
    .filter(({ layer }, index) => layer < 2 && (pick >> index) % 4 === 1)
    .map((rule) => ({ ...rule, layer: 2, isTaken: true }) as const)
  const own = one.rules.filter(({ layer }) => layer === 2)
  const rules = [...one.rules.filter(({ layer }) => layer < 2), ...taken, ...own]
  const isBehind = pick % 3 === 0
  if (!isBehind) return { rules, speakers: ['person', 'person', 'project'], at: 2 }
  // Before the command line.
  const moved = rules.map((rule) => ({ ...rule, layer: [0, 2, 1][rule.layer] ?? 0 }))
  return { rules: moved, speakers: ['person', 'project', 'flags'], at: 1 }
}

/** What the trust rule judges by the text of paths holds in the plan, on any machine. */
const unaskedShowsNoMore: Property = (look) => {
  const { built } = look
  const { rules, speakers, at } = said(look)
  const others = rules.filter(({ layer }) => layer !== at)
  const [before, after] = [decideOn(built, others, speakers), decideOn(built, rules, speakers)]
  if (typeof before === 'string' || typeof after === 'string') return
  const layers = layersOn(rules, speakers)
  const project = layers[at]
  if (!project) throw new Error('three layers are made')
  const places = { ...PLACES, project: before.facts.project.path }
  const rest = layers.filter((layer) => layer !== project)
  if (wideningsOf(project, rest, places).length > 0) return
  compare(built, before, after, isNoMore)
}

/** An earlier run replaced and made what it liked where it could write; nothing else may be open to the next. */
const plantedShowsNoMore: Property = (look) => {
  const { built: all, one } = look
  const built = { ...all, tools: [] }
  const before = decideOn(built, one.rules)
  if (typeof before === 'string' || isByLink(before, built)) return
  const kernel = kernelOf(before.plan, built)
  const host = planted(built, kernel, look)
  const next = { ...built, host, machine: { ...built.machine, entries: host } }
  const after = decideOn(next, one.rules)
  if (typeof after === 'string') return
  const then = startOf(after, next)
  if (!then) return
  const replaced = replacedIn(built)
  for (const file of filesOf(built)) {
    const was = kernel.accessOf(file)
    if (was === 'write' || host[file] !== built.host[file] || replaced.includes(file)) continue
    const is = then.accessOf(file)
    if (!isNoMore(was, is)) throw new Error(`${file} was ${was} and is ${is}`)
  }
}

/**
 * Whether a rule comes by a link that the box can replace. The next start goes by what is there then: that closes
 * something else (SECURITY.md), and what was not trusted for a write that it led out is trusted again.
 */
function isByLink({ world, plan }: Decided, built: Built): boolean {
  const kernel = kernelOf(plan, built)
  return claimsOf(world).some(({ linksAt }) =>
    linksAt.some((at) => kernel.accessOf(parentOf(at)) === 'write'),
  )
}

/** Undefined where bwrap refuses the plan: such a start shows nothing. */
function startOf({ plan }: Decided, built: Built): Kernel | undefined {
  try {
    return kernelOf(plan, built)
  } catch {
    return undefined
  }
}

/** The host after a run that did its worst. */
function planted(
  { host, machine }: Built,
  kernel: Kernel,
  { one, more, pick }: Look,
): Record<string, string> {
  const after: Record<string, string> = { ...host }
  const canMake = (path: string): boolean => {
    const folder = parentOf(path)
    const isThere = host[folder] !== undefined && after[folder]?.startsWith('folder') === true
    const isAround = isWithin(machine.people['eve']?.project.path ?? '/', path)
    return !isAround && isThere && kernel.accessOf(folder) === 'write' && !isMountedIn(path, kernel, host)
  }
  // Each path that a rule names, and what is there: the likeliest places to lead somebody from.
  const named = one.rules.map(({ text }) => text.replace(/^~/, PLACES.home).replace(/^\./, PLACES.project))
  const there = Object.keys(host)
  const spots = [...named.filter((path) => !/[*?]/.test(path)), ...there, `${PLACES.project}/a`].filter(
    canMake,
  )
  for (const step of [0, 1, 2]) {
    const seed = (pick >>> (step * 7)) + step
    const at = spots[seed % spots.length]
    if (at === undefined || !canMake(at)) continue
    for (const path of Object.keys(after)) if (isWithin(path, at)) delete after[path]
    const to = there[(seed * 31 + more.text.length + step) % there.length] ?? '/'
    after[at] =
      [`link ${to}`, `link ${to}`, `link ${to}`, FOLDER, 'file 0644 1000 1000 9'][seed % 5] ?? FOLDER
  }
  return after
}

const FOLDER = 'folder 0755 1000 1000'

/** A mount point cannot be replaced, nor a folder with one in it be moved or emptied. */
function isMountedIn(at: string, kernel: Kernel, host: Listing): boolean {
  return [at, ...Object.keys(host).filter((path) => isWithin(path, at))].some((path) => kernel.isMount(path))
}

/** What others than the person may do to a start: a name, the share of all cases, and what must hold. */
export const HOSTILE: readonly (readonly [string, number, Property])[] = [
  ['a file of the project that nobody need allow opens nothing', 0.05, unaskedShowsNoMore],
  ['what an earlier run planted where it could write opens nothing else', 0.05, plantedShowsNoMore],
]
