import { afterAll, beforeEach, describe, expect, test } from 'bun:test'
import { chmodSync, mkdirSync, symlinkSync } from 'node:fs'
import { JailError } from '../../src/errors.ts'
import { parseLayer } from '../../src/policy/parse.ts'
import type { FileKind } from '../../src/policy/sources.ts'
import { at, CONFIG, IS_ROOT, PROJECT, plant, read, removeAll, renew } from '../host/source-files.ts'
import { HOSTILE_YAML } from './yaml.ts'

beforeEach(renew)
afterAll(removeAll)

const PROFILE = '.config/jail/profiles/x.yaml'
const KINDS: readonly (readonly [FileKind, string])[] = [
  ['config', CONFIG],
  ['profile', PROFILE],
  ['project', PROJECT],
]
/** A message is for a person: not the file itself. */
const LONGEST = 1000

describe.each(KINDS)('a hostile file as %s', (kind, name) => {
  test.each(HOSTILE_YAML)('%s', (_, bytes, says) => {
    plant(name, bytes)
    const source = read(kind, name)
    if (source === undefined || !('text' in source)) throw new Error(`it was not read: ${source?.says}`)
    const shown = `~/${name}`
    try {
      expect(parseLayer({ kind, path: at(name), shown, text: source.text }).from).toBe(shown)
      expect(says).toBeUndefined()
    } catch (error) {
      if (!(error instanceof JailError)) throw error
      expect(error.message).toBe(`${shown}:${says?.replace('first at F:', `first at ${shown}:`)}`)
      expect(error.fix ?? '').not.toBe('')
      expect(error.message.length + (error.fix ?? '').length).toBeLessThan(LONGEST)
    }
  })

  const THINGS: readonly (readonly [string, () => void, string])[] = [
    ['a folder', () => mkdirSync(at(name), { recursive: true }), 'policy.not-a-file'],
    ['a named pipe', () => expect(Bun.spawnSync(['mkfifo', at(name)]).exitCode).toBe(0), 'policy.not-a-file'],
    ['a link to /dev/zero', () => symlinkSync('/dev/zero', at(name)), 'policy.not-a-file'],
    ['a link in a circle', () => symlinkSync(at(name), at(name)), 'policy.unreadable policy.not-a-file'],
    ['a file of 1 MiB and a byte', () => plant(name, 'x'.repeat(2 ** 20 + 1)), 'policy.too-large'],
    ['a file that nobody may read', () => chmodSync(plant(name, 'hide: []', 0), 0), 'policy.unreadable'],
  ]
  test.each(THINGS)('%s is no file of settings, and keeps nobody waiting', (what, make, id) => {
    mkdirSync(at('.config/jail/profiles'), { recursive: true })
    make()
    const answer = read(kind, name)
    // root may read what nobody may.
    if (IS_ROOT && what.includes('nobody')) expect(answer).toEqual({ text: 'hide: []' })
    else expect(answer && 'id' in answer ? id.split(' ') : []).toContain((answer as { id: string }).id)
  })
})

test('what is too long for a message is cut there, in the advice too', () => {
  const letters = 'a'.repeat(100_000)
  const texts = [
    `hide: [${letters}]`,
    `network: ${letters}`,
    `env: {pass: ["${letters}="]}`,
    `limits: {tmp: ${letters}}`,
  ]
  for (const text of texts)
    try {
      parseLayer({ kind: 'config', path: '/x', shown: 'f', text })
      throw new Error('it was read')
    } catch (error) {
      if (!(error instanceof JailError)) throw error
      expect(error.message.length + (error.fix ?? '').length).toBeLessThan(LONGEST)
    }
})
