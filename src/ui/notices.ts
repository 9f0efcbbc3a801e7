import type { Plan, Skipped } from '../plan/plan.ts'
import { hasLostBytes } from '../policy/characters.ts'
import { COMMAND_LINE } from '../policy/flags.ts'
import { oneLine } from './escape.ts'

/** Most rules of one origin that are told one by one: a project's file must not be able to bury what else is said. */
const MOST_RULES = 10

/**
 * What a person is told at a start, a line each: a rule of theirs that does nothing today must not pass in silence, nor
 * a variable that is left out.
 */
export function noticesOf(
  { skipped, droppedEnv, notices }: Pick<Plan, 'skipped' | 'droppedEnv' | 'notices'>,
  env: Readonly<Record<string, string>>,
): string[] {
  const dropped = droppedEnv.map((name) => {
    const value = env[name] ?? ''
    return hasLostBytes(value)
      ? `${name} is not passed: its value has bytes that are no UTF-8, which jail cannot hand on`
      : `${name} is not passed: ${value} is hidden inside. To show it: --read ${value}`
  })
  return [...notices, ...ruleNotices(skipped), ...dropped].map(oneLine)
}

function ruleNotices(skipped: readonly Skipped[]): string[] {
  const byOrigin = new Map<string, string[]>()
  for (const rule of skipped) {
    if (!rule.told) continue
    const known = byOrigin.get(rule.from)
    if (known) known.push(sentence(rule))
    else byOrigin.set(rule.from, [sentence(rule)])
  }
  return [...byOrigin].flatMap(([from, sentences]) => {
    const all = [...new Set(sentences)]
    const rest = all.length - MOST_RULES
    return rest <= 0
      ? all
      : [...all.slice(0, MOST_RULES), `${rest} more rules (${from}) have no effect. All: jail explain`]
  })
}

function sentence({ word, path, because, from, at }: Skipped): string {
  if (from === COMMAND_LINE) return `--${word} ${path} has no effect: ${because}.`
  return word === 'protect'
    ? `${path} cannot be protected as ${at ?? from} asks: ${because}.`
    : `${at ?? from}: ${word} ${path} has no effect: ${because}.`
}
