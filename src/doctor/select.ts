import { JailError } from '../errors.ts'
import { nearest } from '../policy/nearest.ts'
import type { Check } from './check.ts'
import { GROUPS, type Group } from './groups.ts'

/**
 * The checks of the named groups and ids, in list order; all without a name. Throws `doctor.unknown` with the nearest
 * name for a word that is neither.
 */
export function selectChecks(
  checks: readonly Check[],
  groups: readonly string[],
  ids: readonly string[],
): readonly Check[] {
  const known = checks.map((check) => check.id)
  for (const group of groups)
    if (!Object.hasOwn(GROUPS, group)) throw unknown('group', group, Object.keys(GROUPS))
  for (const id of ids) if (!known.includes(id)) throw unknown('check', id, known)
  if (groups.length === 0 && ids.length === 0) return checks
  return checks.filter(({ id, group }) => ids.includes(id) || groups.includes(group satisfies Group))
}

function unknown(what: string, word: string, known: readonly string[]): JailError {
  const near = nearest(word, known)
  return new JailError('doctor.unknown', `There is no ${what} ${JSON.stringify(word)}.`, {
    fix: near
      ? `Did you mean ${near}? \`jail doctor --list\` lists all.`
      : '`jail doctor --list` lists the groups and checks.',
  })
}
