import type { EffectivePolicy } from '../policy/effective.ts'
import { shownPath } from '../policy/sources.ts'
import { PATH_WORDS } from '../policy/words.ts'
import { columns } from './columns.ts'
import { oneLine } from './escape.ts'

/** The policy that is in force, for a person: each value with its place. */
export function configText(
  { profile, layers, values, rules, env, accept }: EffectivePolicy,
  home: string,
): string {
  const place = ({ from, at }: { readonly from: string; readonly at?: string }): string => `[${at ?? from}]`
  const groups: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
    ['values', Object.entries(values).map(([name, one]) => [`${name}: ${shown(one.value)}`, place(one)])],
    ...PATH_WORDS.map((word) => {
      const some = rules.filter((rule) => rule.word === word)
      return [
        word,
        some.map((rule) => [shownPath(rule.path, home), `${rule.why}  ${place(rule)}`] as const),
      ] as const
    }),
    ['env.pass', env.pass.map((one) => [one.name, place(one)])],
    ['env.set', env.set.map((one) => [`${one.name}=${one.value}`, place(one)])],
    ['accept', accept.map((one) => [one.id, `${one.value}  ${place(one)}`])],
  ]
  return [
    `The policy of ${profile}, from: ${layers.join(', ')}`,
    ...groups.flatMap(([title, rows]) => (rows.length === 0 ? [] : ['', `${title}:`, ...columns(rows)])),
  ]
    .map(oneLine)
    .join('\n')
}

function shown(value: unknown): string {
  return value === null ? 'none' : typeof value === 'string' ? value : JSON.stringify(value)
}
