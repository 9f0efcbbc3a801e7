import type { Bwrap, Fact, Facts } from '../host/facts.ts'
import type { EnvRule, Policy, Rule } from '../policy/policy.ts'
import { isVariableName } from '../policy/variables.ts'
import { neverByPattern } from './environment.ts'
import { type Op, type Reason, reasonOf } from './op.ts'
import type { HostPlace, Plan, Skipped, Weakening } from './plan.ts'
import { type Network, networkOf } from './reach.ts'
import { WHY_VERSION, type WhyData } from './why.ts'

/**
 * What a place of the box is: the host's files read-only, writable, or read-only in a writable place (`protected`); a
 * `copy` that is thrown away, or written back at the end (`keep`); `scratch` space; `hidden`, where something empty stands; a `link`; what jail makes
 * itself (`own`, `devices`, `processes`); or `empty`, where only what is granted is there.
 */
export type Access =
  | 'read'
  | 'write'
  | 'protected'
  | 'copy'
  | 'keep'
  | 'scratch'
  | 'hidden'
  | 'link'
  | 'own'
  | 'devices'
  | 'processes'
  | 'empty'

/** One operation of the plan, as people speak of it. */
export type Place = Reason & {
  readonly path: string
  readonly access: Access
  readonly word?: Op['word']
  /** Where it lies on the host, when that is another path. */
  readonly source?: string
  /** What a link leads to. */
  readonly to?: string
  /** A copy from the start of the run, of a file that is only read. */
  readonly isCopied?: true
}

/** How a variable stands: taken over, given a value by the policy or by jail, or left outside. */
export type Variable = Reason & {
  readonly name: string
  readonly how: 'passed' | 'set' | 'fixed' | 'dropped' | 'withheld'
}

/** Why a start would stop today. */
export type Refusal = { readonly id: string; readonly what: string; readonly fix: string }

/** What is needed to decide on a path: all that is known inside. */
export type Box = {
  readonly profile: string
  readonly home: string
  readonly project: string
  /** In the order in which they are made. */
  readonly places: readonly Place[]
  /** Rules of the policy that have no effect on this machine today. */
  readonly skipped: readonly Skipped[]
}

/** All that is decided about one start, without any value of a variable: what `jail explain --json` prints. */
export type Explanation = Box & {
  readonly version: 1
  readonly description: string
  /** Where the command starts. */
  readonly cwd: string
  /** The program of the profile, when it has one and it was found. */
  readonly command: string | null
  /** What the policy hides, whether it is there or not: closed in a wider grant too. */
  readonly closed: readonly (Reason & { readonly path: string })[]
  /** Made on the host before the start. */
  readonly create: readonly Pick<HostPlace, 'path' | 'why'>[]
  readonly environment: readonly Variable[]
  /** What passes variables, set or not. */
  readonly passes: readonly { readonly name: string; readonly from: string; readonly at?: string }[]
  readonly network: Network
  readonly hostname: string
  readonly nested: boolean
  readonly weakened: readonly (Weakening & { readonly accepted: string | null })[]
  readonly refused: readonly Refusal[]
  readonly bwrap: { readonly path: string; readonly version: string } | { readonly missing: string }
}

/** The explanation of a plan: its operations and what surrounds them, in one value that can be written as JSON. */
export function explain(
  { policy, facts, plan }: { readonly policy: Policy; readonly facts: Facts; readonly plan: Plan },
  refused: readonly Refusal[] = [],
): Explanation {
  return {
    version: 1,
    profile: policy.profile,
    description: policy.description,
    project: facts.project.path,
    home: facts.caller.home,
    cwd: plan.chdir,
    command: policy.command === undefined ? null : plan.argv[0] || null,
    places: placesOf(plan.ops),
    closed: policy.rules.filter((rule) => rule.word === 'hide').map(closedBy),
    skipped: plan.skipped,
    create: plan.create.map(({ path, why }) => ({ path, why })),
    environment: variablesOf(plan, facts),
    passes: policy.env.pass.map(({ name, from, at }) => ({
      name,
      from,
      ...(at === undefined ? {} : { at }),
    })),
    network: networkOf(plan.network),
    hostname: plan.hostname,
    nested: plan.nested,
    weakened: plan.weakened.map((one) => ({ ...one, accepted: policy.accept.get(one.id) ?? null })),
    refused,
    bwrap: bwrapOf(facts.bwrap),
  }
}

/** The same of what travels into the box; undefined when another version of jail made it, or somebody else. */
export function boxOf(data: unknown): Box | undefined {
  if (!isWhyData(data)) return undefined
  const { profile, home, project, ops, own, skipped } = data
  return { profile, home, project, places: placesOf([...ops, ...own]), skipped }
}

function isWhyData(data: unknown): data is WhyData {
  if (typeof data !== 'object' || data === null) return false
  const { version, profile, home, project, ops, own, skipped } = data as Record<string, unknown>
  const areTexts = [profile, home, project].every((text) => typeof text === 'string')
  return version === WHY_VERSION && areTexts && [ops, own].every(areOps) && areAll(skipped, SKIPPED)
}

const SKIPPED = ['path', 'word', 'because', 'from']

function areOps(list: unknown): boolean {
  const isText = (value: unknown): boolean => value === undefined || typeof value === 'string'
  return (
    areAll(list, ['path', 'kind', 'why', 'from']) &&
    (list as Op[]).every((op) => {
      const { source, to } = op as { source?: unknown; to?: unknown }
      return isText(source) && isText(to)
    })
  )
}

/** Whether it is a list of objects that have these texts. */
function areAll(list: unknown, names: readonly string[]): boolean {
  if (!Array.isArray(list)) return false
  return list.every(
    (one) => typeof one === 'object' && one !== null && names.every((name) => typeof one[name] === 'string'),
  )
}

function placesOf(ops: readonly Op[]): Place[] {
  const places: Place[] = []
  for (const op of ops) {
    if (op.kind !== 'remount-ro') places.push({ ...placeOf(op), ...reasonOf(op) })
    // Other places that are made read-only at the end are hidden ones and /dev, which are named as such.
    else if (op.path === '/') places.unshift({ path: '/', access: 'empty', ...reasonOf(op) })
  }
  return places
}

function placeOf(op: Op): Pick<Place, 'path' | 'access' | 'word' | 'source' | 'to' | 'isCopied'> {
  const { path, word } = op
  const place = { path, ...(word === undefined ? {} : { word }) }
  if (word === 'hide') return { ...place, access: 'hidden' }
  if (word === 'keep') return { ...place, access: 'keep' }
  switch (op.kind) {
    case 'bind': {
      const source = op.source === path ? {} : { source: op.source }
      if (op.access === 'rw') return { ...place, access: 'write', ...source }
      return {
        ...place,
        access: word === undefined ? 'own' : word === 'protect' ? 'protected' : 'read',
        ...source,
      }
    }
    case 'tmpfs':
      return { ...place, access: 'scratch' }
    case 'symlink':
      return { ...place, access: 'link', to: op.to }
    case 'data':
      if (op.content.kind !== 'file') return { ...place, access: 'own' }
      return op.mode === '0600' ? { ...place, access: 'copy' } : { ...place, access: 'read', isCopied: true }
    case 'proc':
      return { ...place, access: 'processes' }
    default:
      return { ...place, access: 'devices' }
  }
}

function closedBy(rule: Rule): Explanation['closed'][number] {
  return { path: rule.path, ...reasonOf(rule) }
}

function bwrapOf(bwrap: Fact<Bwrap>): Explanation['bwrap'] {
  return bwrap.known ? { path: bwrap.value.path, version: bwrap.value.version } : { missing: bwrap.why }
}

/** The variables of the box and those that stay outside, by name; no value of any. */
function variablesOf(plan: Plan, { caller }: Facts): Variable[] {
  const { env, envOrigins } = plan
  const inside = [...env.keys()].map((name) => insideVariable(name, envOrigins.get(name)))
  const outside = Object.keys(caller.env).filter((name) => !env.has(name))
  return [...inside, ...outside.map((name) => outsideVariable(name, plan))].sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )
}

function insideVariable(name: string, rule: EnvRule | undefined): Variable {
  if (rule === undefined) return { name, how: 'fixed', why: FIXED[name] ?? 'who you are', from: 'fixed' }
  const isSet = 'value' in rule
  const why = isSet
    ? `set to a value of its own`
    : rule.name === name
      ? 'passed by its name'
      : `passed by ${rule.name}`
  return { name, how: isSet ? 'set' : 'passed', ...reasonOf({ ...rule, why }) }
}

const FIXED: Readonly<Record<string, string>> = {
  PATH: 'your PATH, cut to the folders that are visible inside',
}

function outsideVariable(name: string, { envOrigins, droppedEnv, twins }: Plan): Variable {
  const rule = envOrigins.get(name)
  if (rule !== undefined && droppedEnv.includes(name))
    return {
      name,
      how: 'dropped',
      ...reasonOf({ ...rule, why: 'its value is a path that is hidden inside, or no UTF-8' }),
    }
  if (!isVariableName(name))
    return { name, how: 'withheld', why: 'no shell takes such a name, so nothing passes it', from: 'fixed' }
  const twin = twins.get(name)
  if (twin !== undefined) {
    const why = `passed by its full name only, because it has the value of ${twin}, which stays outside`
    return { name, how: 'withheld', why, from: 'fixed' }
  }
  const never = neverByPattern(name)
  const why =
    never === undefined ? 'nothing of the policy passes it' : `passed by its full name only, because ${never}`
  return { name, how: 'withheld', why, from: 'fixed' }
}
