import { describe, expect, test } from 'bun:test'
import { JailError } from '../../src/errors.ts'
import { parseLayer } from '../../src/policy/parse.ts'
import type { FileKind } from '../../src/policy/sources.ts'
import { CHARACTERS } from './bad-configs/characters.ts'
import { HOSTILE } from './bad-configs/hostile.ts'
import { KEYS_1 } from './bad-configs/keys-1.ts'
import { KEYS_2 } from './bad-configs/keys-2.ts'
import { PATHS_1 } from './bad-configs/paths-1.ts'
import { PATHS_2 } from './bad-configs/paths-2.ts'
import type { BadConfig } from './bad-configs/row.ts'
import { VALUES_1 } from './bad-configs/values-1.ts'
import { VALUES_2 } from './bad-configs/values-2.ts'
import { VALUES_3 } from './bad-configs/values-3.ts'
import { YAML_1 } from './bad-configs/yaml-1.ts'
import { YAML_2 } from './bad-configs/yaml-2.ts'

/** The name of each kind of file in the tables. */
const KINDS: Readonly<Record<string, FileKind>> = {
  'c.yaml': 'config',
  'a.yaml': 'administrator',
  'p.yaml': 'profile',
  '.jail.yaml': 'project',
}
/** Many times what the worst takes on an idle machine, and far less than what a person would wait for. */
const LIMIT_MS = 5000

const TABLES: readonly (readonly [string, readonly BadConfig[]])[] = [
  ['is no YAML that jail reads', [...YAML_1, ...YAML_2]],
  ['holds a bad character', CHARACTERS],
  ['has a bad key', [...KEYS_1, ...KEYS_2]],
  ['has a bad value', [...VALUES_1, ...VALUES_2, ...VALUES_3]],
  ['has a bad path', [...PATHS_1, ...PATHS_2]],
  ['is made to do harm', HOSTILE],
]

function errorOf(text: string, message: string): unknown {
  const shown = message.slice(0, message.indexOf(':'))
  const kind = KINDS[shown]
  if (kind === undefined) throw new Error(`The message of a row must begin with a file: ${message}`)
  try {
    return parseLayer({ kind, path: `/x/${shown}`, shown, text })
  } catch (error) {
    return error
  }
}

describe.each(TABLES)('a file that %s is refused in one sentence with its place', (_, rows) => {
  test.each(rows.map((row) => [...row] as const))('%s', (_what, text, id, message, fix) => {
    const start = performance.now()
    const error = errorOf(text, message)
    const took = performance.now() - start
    expect(error).toBeInstanceOf(JailError)
    const { id: found, message: said, fix: advice } = error as JailError
    expect({ id: found, message: said, fix: advice }).toEqual({ id, message, fix })
    expect(took).toBeLessThan(LIMIT_MS)
  })
})

test('no object of the process was changed by a key', () => {
  expect(Object.keys(Object.prototype)).toEqual([])
  expect(({} as Record<string, unknown>)['network']).toBeUndefined()
})
