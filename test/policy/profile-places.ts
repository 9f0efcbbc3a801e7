/** The built-in profiles as policies of one made-up person, for the tests of their content. */

import { BUILTIN_PROFILES } from '../../src/policy/builtin.ts'
import { expandPath, type Places } from '../../src/policy/expand.ts'
import { isPattern, isWithin, matchesPattern, nameOf, parentOf } from '../../src/policy/paths.ts'
import type { Policy, Rule } from '../../src/policy/policy.ts'
import { profileLayers, resolvePolicy } from '../../src/policy/resolve.ts'

/** The names of all profiles, and of those that are for one agent. */
export const NAMES = Object.keys(BUILTIN_PROFILES).toSorted()
export const AGENTS = NAMES.filter((name) => !['base', 'agent', 'shell'].includes(name))

export const PLACES: Places = {
  home: '/home/ana',
  project: '/project',
  xdg: {
    XDG_CONFIG_HOME: '/home/ana/.config',
    XDG_DATA_HOME: '/home/ana/.local/share',
    XDG_STATE_HOME: '/home/ana/.local/state',
    XDG_CACHE_HOME: '/home/ana/.cache',
  },
}
/** The absolute path of a place as profiles write it. */
export const at = (text: string): string => expandPath(text, PLACES, 'this test')

/** The policy of a profile alone. */
export function policyOf(name: string): Policy {
  return resolvePolicy(name, profileLayers(name, BUILTIN_PROFILES), PLACES)
}

/** Its rules that show something. */
export function grantsOf(name: string): Rule[] {
  return policyOf(name).rules.filter(({ word }) => word === 'read' || word === 'write' || word === 'copy')
}

/** True when a grant makes a place visible: it is the place, a folder above it, or a pattern for it. */
export function shows(rule: Rule, place: string): boolean {
  if (!isPattern(rule.path)) return isWithin(place, rule.path)
  return parentOf(place) === parentOf(rule.path) && matchesPattern(nameOf(place), nameOf(rule.path))
}
