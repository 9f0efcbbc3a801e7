import type { Facts } from '../../../src/host/facts.ts'
import { optionsOf } from '../../../src/plan/encode.ts'
import { cacheFolder } from '../../../src/plan/fixed.ts'
import { makePlan } from '../../../src/plan/make.ts'
import type { Plan } from '../../../src/plan/plan.ts'
import { questionsOf } from '../../../src/plan/questions.ts'
import type { Layer } from '../../../src/policy/layer.ts'
import type { Speaker } from '../../../src/policy/policy.ts'
import { resolvePolicy } from '../../../src/policy/resolve.ts'
import type { LayerFile, PathWord } from '../../../src/policy/words.ts'
import { type Listing, resolveIn } from '../../hosts/listing.ts'
import { bwrapOf, factsOf, type Machine } from '../../hosts/machine.ts'
import { PLACES, smallMachine } from '../../hosts/small.ts'
import type { World } from './specification.ts'

/** One rule as it is written: `~/a`, `./x`, `/data/*`. */
export type Written = {
  readonly word: PathWord
  readonly text: string
  readonly layer: number
  /** Written as null, which takes back what an earlier layer says. */
  readonly isTaken?: true
}

/** Who speaks in the three layers. */
export type Speakers = readonly [Speaker, Speaker, Speaker]
const PERSON: Speakers = ['person', 'person', 'person']

/** A machine and what a person says about it. */
export type Case = {
  readonly planted: readonly { readonly at: string; readonly what: string }[]
  readonly rules: readonly Written[]
  readonly tools: readonly string[]
  readonly isHomeLink: boolean
  readonly layers: number
}

export const HOME = PLACES.home
const ALWAYS: Listing = {
  '/data': 'folder 0755 1000 1000',
  '/proc': 'folder 0555 0 0',
  '/proc/1': 'folder 0555 0 0',
  '/dev': 'folder 0755 0 0',
  '/etc/passwd': 'file 0644 0 0 9',
}

/** A case with its machine; made once for all that is asked about it. */
export type Built = {
  readonly host: Listing
  readonly machine: Machine
  readonly tools: readonly string[]
}

export function build({ planted, tools, isHomeLink }: Case): Built {
  const moved = (path: string): string =>
    isHomeLink && (path === HOME || path.startsWith(`${HOME}/`))
      ? `/data/eve${path.slice(HOME.length)}`
      : path
  const entries: Record<string, string> = {}
  for (const [at, one] of Object.entries({ ...smallMachine().entries, ...ALWAYS })) entries[moved(at)] = one
  if (isHomeLink) entries[HOME] = 'link ../data/eve'
  for (const { at, what: one } of planted) plant(entries, moved(at), one)
  const base = smallMachine({ entries, cwd: moved(`${HOME}/p`) })
  const { eve } = base.people
  if (!eve) throw new Error('Eve is missing')
  const project = { ...eve.project, path: moved(`${HOME}/p`) }
  // Nothing but what was made: smallMachine adds its own entries below the home folder that is a link here.
  const machine = { ...base, entries, people: { eve: { ...eve, project } } }
  return { host: entries, machine, tools: tools.map(moved) }
}

/** Puts an entry where only folders lead to, and makes those. `nothing` takes away what every machine has. */
function plant(entries: Record<string, string>, at: string, one: string): void {
  if (one === 'nothing') {
    delete entries[at]
    return
  }
  const folders = at
    .split('/')
    .slice(1, -1)
    .map((_, index, parts) => `/${parts.slice(0, index + 1).join('/')}`)
  if (entries[at] !== undefined && (entries[at].startsWith('folder') || !at.startsWith('/etc'))) return
  if (folders.some((folder) => entries[folder] !== undefined && !entries[folder].startsWith('folder'))) return
  for (const folder of folders) entries[folder] ??= 'folder 0755 1000 1000'
  entries[at] = one
}

export type Decided = { readonly plan: Plan; readonly world: World; readonly facts: Facts }

/** The plan for rules on a machine; an error's id where it is refused. */
export function decideOn(
  { machine, host, tools }: Built,
  rules: readonly Written[],
  speakers = PERSON,
): Decided | string {
  const named = layersOn(rules, speakers)
  const project = machine.people['eve']?.project.path ?? ''
  try {
    const policy = resolvePolicy('test', named, { ...PLACES, project })
    const cache = cacheFolder(PLACES.xdg.XDG_STATE_HOME, 'p-1')
    const known = factsOf(machine, 'eve', questionsOf(policy, { command: '/bin/sh', cache, home: HOME }))
    const toolchains = tools.map((path) => ({ entry: path, roots: [{ path, why: 'a tool' }] }))
    const paths = new Map([...known.paths, ...tools.map((path) => [path, resolveIn(host, path)] as const)])
    const facts = { ...known, toolchains, paths }
    const start = {
      args: [],
      stateHome: PLACES.xdg.XDG_STATE_HOME,
      options: optionsOf(bwrapOf(machine)),
      bwrapVersion: '0',
    }
    const plan = makePlan(policy, facts, start)
    return {
      plan,
      facts,
      world: {
        layers: named.map(({ file }) => file),
        host,
        home: HOME,
        project,
        matches: facts.matches,
        tools,
      },
    }
  } catch (error) {
    if (error instanceof Error && 'id' in error) return String(error.id)
    throw error
  }
}

/** Three layers. */
export function layersOn(rules: readonly Written[], speakers: Speakers): readonly Layer[] {
  return speakers.map((speaker, layer) => ({
    from: `layer ${layer}`,
    speaker,
    file: layerOf(rules.filter((rule) => rule.layer === layer)),
  }))
}

function layerOf(rules: readonly Written[]): LayerFile {
  const file: { [W in PathWord]?: Record<string, string | null> } = {}
  for (const { word: one, text: path, isTaken } of rules) {
    const map = file[one] ?? {}
    map[path] = isTaken ? null : `${one} ${path}`
    file[one] = map
  }
  return file
}
