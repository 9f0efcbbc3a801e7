import fc from 'fast-check'
import type { Facts } from '../../../src/host/facts.ts'
import { optionsOf } from '../../../src/plan/encode.ts'
import { cacheFolder } from '../../../src/plan/fixed.ts'
import { makePlan } from '../../../src/plan/make.ts'
import type { Plan } from '../../../src/plan/plan.ts'
import { questionsOf } from '../../../src/plan/questions.ts'
import { resolvePolicy } from '../../../src/policy/resolve.ts'
import type { LayerFile, PathWord } from '../../../src/policy/words.ts'
import { type Listing, resolveIn } from '../../hosts/listing.ts'
import { bwrapOf, factsOf, type Machine } from '../../hosts/machine.ts'
import { PLACES, smallMachine } from '../../hosts/small.ts'
import type { World } from './specification.ts'

/** One rule as it is written: `~/a`, `./x`, `/data/*`. */
export type Written = { readonly word: PathWord; readonly text: string; readonly layer: number }

/** A machine and what a person says about it. */
export type Case = {
  readonly planted: readonly { readonly at: string; readonly what: string }[]
  readonly rules: readonly Written[]
  readonly tools: readonly string[]
  readonly isHomeLink: boolean
  readonly layers: number
}

const HOME = PLACES.home
/** Names that begin alike, so that a comparison by text would be seen. */
const NAMES = ['a', 'ab', 'a-b', 'a.b', 'b', '.env', '.env.example'] as const
const BASES = [`${HOME}/p`, `${HOME}/p`, HOME, '/data', '/etc', '/var'] as const
const ALWAYS: Listing = {
  '/data': 'folder 0755 1000 1000',
  '/proc': 'folder 0555 0 0',
  '/proc/1': 'folder 0555 0 0',
  '/dev': 'folder 0755 0 0',
  '/etc/passwd': 'file 0644 0 0 9',
}

/** Few places, so that entries, links and rules meet often. */
const SPOTS = ['p/a', 'p/a/b', 'p/a-b', 'p/.env', 'a', 'a/b', 'a/b/a', 'a-b'].map((path) => `${HOME}/${path}`)
const FAR_SPOTS = ['/data/a', '/data/a/b', '/data/ab', '/etc/a', '/var/a']

const name = fc.constantFrom(...NAMES)
const below = fc.array(name, { minLength: 1, maxLength: 3 })
const anywhere = fc
  .tuple(fc.constantFrom(...BASES), below)
  .map(([base, names]) => `${base}/${names.join('/')}`)
const somewhere = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...SPOTS, ...FAR_SPOTS) },
  { weight: 1, arbitrary: anywhere },
)
const WIDE = ['.', '..', '../..', HOME, `${HOME}/p`, '/', '/run', '/proc/1', '/tmp', 'nowhere']
const target = fc.oneof(
  { weight: 6, arbitrary: somewhere },
  { weight: 2, arbitrary: fc.constantFrom('a', 'b', 'a/b', 'a-b', '.env') },
  { weight: 2, arbitrary: below.map((names) => `../${names.join('/')}`) },
  { weight: 2, arbitrary: fc.constantFrom(...WIDE) },
)
const what = fc.oneof(
  { weight: 3, arbitrary: fc.constant('folder 0755 1000 1000') },
  { weight: 3, arbitrary: fc.constant('file 0644 1000 1000 9') },
  { weight: 4, arbitrary: target.map((to) => `link ${to}`) },
)
const special = fc.constantFrom(
  { at: '/etc/nsswitch.conf', what: 'link a/nsswitch' },
  { at: '/etc/a/nsswitch', what: 'file 0644 0 0 9' },
  { at: '/etc/hosts', what: 'link /data/a' },
  { at: '/etc/resolv.conf', what: 'link /data/b' },
  { at: '/var/run', what: 'link /run' },
  { at: '/var/run/a', what: 'file 0644 0 0 9' },
  { at: '/var/tmp', what: 'link /tmp' },
)
const entry = fc.oneof(
  { weight: 7, arbitrary: fc.record({ at: somewhere, what }) },
  { weight: 1, arbitrary: special },
)

const PATTERNS = [
  '*',
  'a*',
  '?',
  '.env*',
  '*b',
  '*/a',
  'a/*',
  'a*/b',
  '?/*',
  '**/.env',
  '**/a',
  'a/**/b',
  '**/a*',
]
const place = fc.tuple(
  fc.constantFrom('.', '.', '~', '/data', '/etc', '/var'),
  fc.array(name, { maxLength: 3 }),
)
const text = fc.oneof(
  { weight: 4, arbitrary: somewhere.map(shortened) },
  { weight: 2, arbitrary: place.map(([base, names]) => [base, ...names].join('/')) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom('.', '.', '~', '~', '/data'), fc.constantFrom(...PATTERNS))
      .map((parts) => parts.join('/')),
  },
)
const word = fc.constantFrom('hide', 'protect', 'read', 'copy', 'write') as fc.Arbitrary<PathWord>
export const written = fc.record({ word, text, layer: fc.integer({ min: 0, max: 2 }) })

/** Rules about what was planted, so that links are often used; `more` is looked for below it. */
const pointed = fc.record({ index: fc.nat(8), more: fc.option(name, { freq: 3, nil: undefined }) })

export const oneCase: fc.Arbitrary<Case> = fc
  .record({
    planted: fc.array(entry, { maxLength: 9 }),
    rules: fc.array(fc.record({ rule: written, point: fc.option(pointed, { nil: undefined, freq: 1 }) }), {
      maxLength: 7,
    }),
    tools: fc.array(somewhere, { maxLength: 1 }),
    isHomeLink: fc.integer({ min: 0, max: 5 }).map((n) => n === 0),
    isGranted: fc.integer({ min: 0, max: 5 }).map((n) => n > 0),
  })
  .map(({ isGranted, rules, planted, ...rest }) => {
    const all = rules.map(({ rule, point }) => ({ ...rule, text: textAt(planted, point) ?? rule.text }))
    const given = isGranted ? [{ word: 'write', text: '.', layer: 0 } as const, ...all] : all
    const one = new Map(given.map((rule) => [`${rule.layer} ${rule.word} ${rule.text}`, rule]))
    return { ...rest, planted, layers: 3, rules: [...one.values()] }
  })

function textAt(
  planted: Case['planted'],
  point: { readonly index: number; readonly more: string | undefined } | undefined,
): string | undefined {
  const at = point && planted[point.index]?.at
  if (at === undefined) return undefined
  const path = point?.more === undefined ? at : `${at}/${point.more}`
  return shortened(path)
}

/** As a person writes it. */
function shortened(path: string): string {
  return path.replace(`${HOME}/p/`, './').replace(`${HOME}/`, '~/')
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

/** Puts an entry where only folders lead to, and makes those. */
function plant(entries: Record<string, string>, at: string, one: string): void {
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
  layers = 3,
): Decided | string {
  const files: LayerFile[] = Array.from({ length: layers }, (_, layer) =>
    layerOf(rules.filter((rule) => rule.layer === layer)),
  )
  const project = machine.people['eve']?.project.path ?? ''
  const named = files.map((file, index) => ({ from: `layer ${index}`, file }))
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
    return { plan, facts, world: { layers: files, host, home: HOME, project, matches: facts.matches, tools } }
  } catch (error) {
    if (error instanceof Error && 'id' in error) return String(error.id)
    throw error
  }
}

function layerOf(rules: readonly Written[]): LayerFile {
  const file: { [W in PathWord]?: Record<string, string> } = {}
  for (const { word: one, text: path } of rules) {
    const map = file[one] ?? {}
    map[path] = `${one} ${path}`
    file[one] = map
  }
  return file
}
