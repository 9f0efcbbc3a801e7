import { matchesPattern } from '../policy/paths.ts'
import { oneLine } from '../ui/escape.ts'
import { neverByPattern } from './environment.ts'
import type { Explanation, Variable } from './explanation.ts'

/** How one variable stands, without its value. */
export type VariableDecision = {
  readonly name: string
  readonly how: Variable['how'] | 'unset'
  readonly rule: { readonly why: string; readonly from: string; readonly at?: string } | undefined
  readonly sentence: string
  readonly fix: string | undefined
}

/** The answer for a variable by its name, set outside or not. */
export function decideVariable(
  { environment, passes }: Pick<Explanation, 'environment' | 'passes'>,
  name: string,
): VariableDecision {
  const found = environment.find((variable) => variable.name === name)
  if (!found) return unset(passes, name)
  const { how, why, from, at } = found
  const said = SENTENCES[how](at ?? from, why)
  return {
    name,
    how,
    rule: { why, from, ...(at === undefined ? {} : { at }) },
    sentence: oneLine(`${name} ${said.says}.`),
    fix: said.fix?.replaceAll('NAME', () => name),
  }
}

const SENTENCES: Readonly<
  Record<Variable['how'], (place: string, why: string) => { readonly says: string; readonly fix?: string }>
> = {
  passed: (place, why) => ({
    says: `is passed with the value that it has outside (${why}) [${place}]`,
    fix: 'To set it to another value: --env NAME=VALUE.',
  }),
  set: (place) => ({
    says: `is set to a value of the policy, whatever it is outside [${place}]`,
    fix: 'To set it to another value: --env NAME=VALUE.',
  }),
  fixed: (_, why) => ({ says: `is made by jail: ${why}` }),
  dropped: (place, why) => ({
    says: `is not passed, although ${place} asks for it: ${why}`,
    fix: 'To pass it, show that path: --read "$NAME".',
  }),
  withheld: (_, why) => ({ says: `is not passed: ${why}`, fix: 'To pass it: --env NAME.' }),
}

function unset(passes: Explanation['passes'], name: string): VariableDecision {
  const never = neverByPattern(name)
  const rule = passes.findLast(
    (pass) =>
      pass.name === name ||
      (pass.name.includes('*') && never === undefined && matchesPattern(name, pass.name)),
  )
  const base = { name, how: 'unset' } as const
  if (!rule) {
    const why =
      never === undefined
        ? 'nothing of the policy would pass it'
        : `it would be passed by its full name only, because ${never}`
    return {
      ...base,
      rule: undefined,
      sentence: oneLine(`${name} is not set outside, and ${why}.`),
      fix: `To set it: --env ${name}=VALUE; to pass it once it is set: --env ${name}.`,
    }
  }
  const { from, at } = rule
  return {
    ...base,
    rule: { why: `passed by ${rule.name}`, from, ...(at === undefined ? {} : { at }) },
    sentence: oneLine(
      `${name} is not set outside; if it were, it would be passed (by ${rule.name}) [${at ?? from}].`,
    ),
    fix: `To set it: --env ${name}=VALUE.`,
  }
}
