import type { Layer } from './layer.ts'
import { plainly } from './plainly.ts'
import type { Policy } from './policy.ts'
import { NETWORK_MODES } from './words.ts'

/** One thing that a project's file opens, in words. */
export type Widening = {
  readonly word: string
  /** The path or name behind the word. */
  readonly entry?: string
  /** `file:line:column` */
  readonly at?: string
  readonly sentence: string
}

/** What is compared: the policy without the project's file, and with it. */
export type Compared = { readonly project: Layer; readonly without: Policy; readonly now: Policy }

/**
 * What a project's file opens by words that name no path.
 *
 * Every change of `env.set` counts: a variable decides what programs load (LD_PRELOAD, NODE_OPTIONS) and where an agent
 * sends its login (ANTHROPIC_BASE_URL). So does the host name: /etc/hosts of the box leads it to the loopback, and the
 * name of a registry would then reach a service of this machine.
 */
export function wideningsOfValues({ project, without, now }: Compared): Widening[] {
  const { file } = project
  const found: Widening[] = [...passed(without, now), ...setValues(without, now)]
  for (const id of now.accept.keys())
    if (!without.accept.has(id))
      found.push({ word: 'accept', entry: id, sentence: `accept ${plainly(id)}: starts a weaker jail` })
  if (NETWORK_MODES.indexOf(now.network) < NETWORK_MODES.indexOf(without.network))
    found.push({
      word: 'network',
      sentence: `network: ${now.network}; without this file: ${without.network}`,
    })
  if (now.nested && !without.nested)
    found.push({ word: 'nested', sentence: 'nested: true lets the command make user namespaces of its own' })
  if (without.review && !now.review)
    found.push({
      word: 'review',
      sentence: 'review: false ends the list of what now would run on this machine',
    })
  for (const { entry, of, shown } of LIMITS) {
    const [after, before] = [of(now), of(without)]
    if (isMore(after, before))
      found.push({
        word: 'limits',
        entry,
        sentence: `limits.${entry}: ${shown(after)}; without this file: ${shown(before)}`,
      })
  }
  if (now.hostname !== without.hostname)
    found.push({
      word: 'hostname',
      sentence: `hostname: ${plainly(now.hostname)} leads to the loopback inside; without this file: ${plainly(without.hostname)}`,
    })
  // The schema of a project's file has no such words; should one come through, it is no silent change.
  for (const word of ['command', 'args'] as const)
    if (file[word] !== undefined)
      found.push({
        word,
        sentence: `${word}: ${plainly([file[word]].flat().join(' '))} changes what is started`,
      })
  return found
}

function passed(without: Policy, now: Policy): Widening[] {
  const known = new Set(without.env.pass.map(({ name }) => name))
  return now.env.pass
    .filter(({ name }) => !known.has(name))
    .map(({ name }) => ({
      word: 'env',
      entry: name,
      sentence: `env.pass ${plainly(name)}: your variable of this name is shown`,
    }))
}

function setValues(without: Policy, now: Policy): Widening[] {
  const valuesOf = (policy: Policy): Map<string, string> =>
    new Map(policy.env.set.map(({ name, value }) => [name, value]))
  const [before, after] = [valuesOf(without), valuesOf(now)]
  const names = [...new Set([...before.keys(), ...after.keys()])]
  return names
    .filter((name) => before.get(name) !== after.get(name))
    .map((name) => {
      const value = after.get(name)
      const what = value === undefined ? 'is no longer set' : `is set to ${plainly(value)}`
      const was = before.get(name)
      const rest = was === undefined ? '' : `; without this file: ${plainly(was)}`
      return { word: 'env', entry: name, sentence: `env.set ${plainly(name)} ${what}${rest}` }
    })
}

const LIMITS = [
  { entry: 'tmp', of: ({ tmpBytes }: Policy) => tmpBytes, shown: bytes },
  { entry: 'memory', of: ({ memoryBytes }: Policy) => memoryBytes, shown: bytes },
  {
    entry: 'processes',
    of: ({ processes }: Policy) => processes,
    shown: (n: number) => (n === 0 ? 'no limit' : `${n}`),
  },
] as const

/** 0 stands for no limit. */
function isMore(now: number, before: number): boolean {
  return before !== 0 && (now === 0 || now > before)
}

function bytes(count: number): string {
  if (count === 0) return 'no limit'
  const units = [
    ['G', 2 ** 30],
    ['M', 2 ** 20],
    ['K', 2 ** 10],
  ] as const
  const unit = units.find(([, size]) => count % size === 0)
  return unit ? `${count / unit[1]}${unit[0]}` : `${count} bytes`
}
