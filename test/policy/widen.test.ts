import { describe, expect, test } from 'bun:test'
import { BUILTIN_PROFILES } from '../../src/policy/builtin.ts'
import { flagLayer } from '../../src/policy/flags.ts'
import type { Layer } from '../../src/policy/layer.ts'
import { profileLayers } from '../../src/policy/resolve.ts'
import { tighteningsOf, wideningsOf } from '../../src/policy/widen.ts'
import type { LayerFile } from '../../src/policy/words.ts'
import { PLACES } from '../hosts/small.ts'
import { type Asked, FREE, WIDER } from './widen-cases.ts'

const w = 'why'

const projectLayer = (file: LayerFile): Layer => ({
  from: '.jail.yaml',
  speaker: 'project',
  file,
  at: (word, entry) => `.jail.yaml:1:1 ${word} ${entry ?? ''}`.trim(),
})

function found(file: LayerFile, { person = {}, flags = {}, profile = 'base' }: Asked = {}) {
  const others: Layer[] = [
    ...profileLayers(profile, BUILTIN_PROFILES),
    { from: 'config', speaker: 'person', file: person },
    flagLayer(flags, PLACES.project, PLACES.home),
  ]
  return wideningsOf(projectLayer(file), others, PLACES)
}

describe('a project may say without being allowed:', () => {
  // Rows of one length: bun takes a missing parameter for a callback that it waits for.
  test.each(FREE.map(([name, file, asked = {}]) => [name, file, asked] as const))('%s', (_, file, asked) => {
    expect(found(file, asked)).toEqual([])
  })
})

describe('a project must be allowed to say:', () => {
  test.each(WIDER.map(([name, file, words, asked = {}]) => [name, file, words, asked] as const))(
    '%s',
    (_, file, words, asked) => {
      const widenings = found(file, asked)
      expect(widenings).toHaveLength(1)
      expect(widenings[0]?.sentence).toContain(words)
    },
  )
})

describe('a widening', () => {
  test('names the word, the entry and the place of it', () => {
    const sentence = 'read ~/docs: read-only; without this file: hidden'
    expect(found({ hide: { './a': w }, read: { '~/docs': w } })).toEqual([
      { word: 'read', entry: '~/docs', at: '.jail.yaml:1:1 read ~/docs', sentence },
    ])
  })

  test('is one for each entry, and what tightens is listed beside them', () => {
    const file: LayerFile = {
      hide: { './a b': w, '~/.ssh': null },
      write: { '~/x': w, './src': w },
      network: 'none',
      limits: { tmp: '1G' },
    }
    const widenings = found(file)
    expect(widenings.map(({ entry }) => entry)).toEqual(['~/.ssh', '~/x'])
    const rest = ['hide "./a b"', 'write ./src', 'network none', 'limits.tmp 1G']
    expect(tighteningsOf(projectLayer(file), widenings)).toEqual(rest)
  })

  test('is not looked for in a file of more paths than a person would write', () => {
    const hide = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`./*${at}*x`, w]))
    expect(found({ hide: hide(1000) })).toEqual([])
    expect(() => found({ hide: hide(1000), read: { './x': w } })).toThrow('names 1001 paths')
  })

  test('is not looked for in a file of more patterns for many folders than a start can take', () => {
    const hide = (count: number) =>
      Object.fromEntries(Array.from({ length: count }, (_, at) => [`./**/${at}`, w]))
    expect(found({ hide: hide(50) })).toEqual([])
    expect(() => found({ hide: hide(51) })).toThrow('51 patterns')
  })

  test.each([
    ['a line end', '~/a\nb', 'read "~/a\\\\u{a}b"'],
    ['an escape sequence', '~/\x1b[2J', 'read "~/\\\\x1b[2J"'],
    ['a sign that turns the writing', '~/a\u202eb', 'read "~/a\\\\u{202e}b"'],
    ['a sign without width', '~/a\u200bb', 'read "~/a\\\\u{200b}b"'],
  ])('shows %s by its number', (_, path, shown) => {
    expect(found({ read: { [path]: w } })[0]?.sentence).toStartWith(shown)
  })
})
