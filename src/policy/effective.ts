import type { Layer } from './layer.ts'
import type { Origin, Policy, Rule } from './policy.ts'
import type { LayerFile } from './words.ts'

/** A value that is in force, and who said it last. */
export type Effective<T> = { readonly value: T; readonly from: Origin; readonly at?: string }

/** The policy of one profile, each value with its origin: what `jail config show --json` prints. */
export type EffectivePolicy = {
  readonly version: 1
  readonly profile: string
  /** Who has a say, the last the strongest. */
  readonly layers: readonly Origin[]
  readonly values: {
    readonly description: Effective<string>
    readonly command: Effective<string | null>
    readonly args: Effective<readonly string[]>
    readonly network: Effective<string>
    readonly hostname: Effective<string>
    readonly nested: Effective<boolean>
    readonly review: Effective<boolean>
    /** In bytes; 0 is no limit. */
    readonly 'limits.tmp': Effective<number>
    readonly 'limits.memory': Effective<number>
    readonly 'limits.processes': Effective<number>
  }
  readonly rules: readonly Omit<Rule, 'layer'>[]
  readonly env: {
    readonly pass: Policy['env']['pass']
    readonly set: Policy['env']['set']
  }
  readonly accept: readonly (Effective<string> & { readonly id: string })[]
}

/** Where a value comes from that no layer names. */
const DEFAULT: Origin = 'default of jail'

/** What `layers`, in the order in which they win, make of a policy. */
export function effectivePolicy(policy: Policy, layers: readonly Layer[]): EffectivePolicy {
  const value = <T>(
    now: T,
    said: (file: LayerFile) => unknown,
    [word, entry]: readonly [string, string?],
  ): Effective<T> => {
    const layer = layers.findLast(({ file }) => said(file) !== undefined)
    const at = layer?.at?.(word, entry)
    return { value: now, from: layer?.from ?? DEFAULT, ...(at === undefined ? {} : { at }) }
  }
  return {
    version: 1,
    profile: policy.profile,
    layers: layers.map((layer) => layer.from),
    values: {
      description: value(policy.description, (file) => file.description, ['description']),
      command: value(policy.command ?? null, (file) => file.command, ['command']),
      args: value(policy.args, (file) => file.args, ['args']),
      network: value(policy.network, (file) => file.network, ['network']),
      hostname: value(policy.hostname, (file) => file.hostname, ['hostname']),
      nested: value(policy.nested, (file) => file.nested, ['nested']),
      review: value(policy.review, (file) => file.review, ['review']),
      'limits.tmp': value(policy.tmpBytes, (file) => file.limits?.tmp, ['limits', 'tmp']),
      'limits.memory': value(policy.memoryBytes, (file) => file.limits?.memory, ['limits', 'memory']),
      'limits.processes': value(policy.processes, (file) => file.limits?.processes, ['limits', 'processes']),
    },
    rules: policy.rules.map(({ layer: _, ...rule }) => rule),
    env: policy.env,
    accept: [...policy.accept].map(([id, why]) => ({
      id,
      ...value(why, (file) => file.accept?.[id], ['accept', id]),
    })),
  }
}
