import { namesFor } from '../../plan/environment.ts'
import { BUILTIN_PROFILES } from '../../policy/builtin.ts'
import type { Facets } from '../machine.ts'
import type { Gatherer } from './gatherer.ts'

/** Which variables look like secrets, by their name. Their values are not looked at. */
export const secrets: Gatherer<'secrets'> = {
  facet: 'secrets',
  limitMs: 200,
  gather: ({ env }) => secretsIn(env, basePatterns()),
}

/** Words of names that hold a secret by custom. */
const WORDS = [
  'TOKEN',
  'SECRET',
  'PASSWORD',
  'PASSWD',
  'PASSPHRASE',
  'CREDENTIAL',
  'CREDENTIALS',
  'APIKEY',
  'PAT',
]
/** `KEY` alone is many things; behind these words it is a secret. */
const KEY_AFTER = ['API', 'ACCESS', 'PRIVATE', 'SIGNING', 'ENCRYPTION', 'DEPLOY', 'AUTH', 'MASTER']

/** The names that look like secrets, sorted, each with whether one of the patterns lets it in. */
export function secretsIn(
  env: Readonly<Record<string, string>>,
  patterns: readonly string[],
): Facets['secrets'] {
  const passed = new Set(patterns.flatMap((pattern) => namesFor(pattern, env)))
  return Object.keys(env)
    .filter((name) => env[name] !== '' && isSecretName(name))
    .sort()
    .map((name) => ({ name, passed: passed.has(name) }))
}

export function isSecretName(name: string): boolean {
  const words = name.toUpperCase().split('_')
  return words.some(
    (word, at) =>
      WORDS.includes(word) ||
      (word === 'KEY' && KEY_AFTER.includes(words[at - 1] ?? '')) ||
      word.endsWith('TOKEN'),
  )
}

function basePatterns(): readonly string[] {
  const pass = BUILTIN_PROFILES['base']?.env?.pass ?? []
  return Array.isArray(pass) ? pass : Object.keys(pass)
}
