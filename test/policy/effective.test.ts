import { describe, expect, test } from 'bun:test'
import { effectivePolicy } from '../../src/policy/effective.ts'
import type { Layer } from '../../src/policy/layer.ts'
import { resolvePolicy } from '../../src/policy/resolve.ts'
import type { LayerFile } from '../../src/policy/words.ts'
import { PLACES } from '../hosts/small.ts'

/** The first layer ships with jail, the second is a file of the person. */
function effective(builtin: LayerFile, own: LayerFile = {}) {
  const layers: Layer[] = [
    { from: 'profile base', file: builtin },
    {
      from: '~/c.yaml',
      speaker: 'person',
      file: own,
      at: (word, entry) => `~/c.yaml:${[word, entry].filter((text) => text !== undefined).join(' ')}`,
    },
  ]
  return effectivePolicy(resolvePolicy('base', layers, PLACES), layers)
}

describe('each value has the place of the layer that said it last', () => {
  test.each([
    ['network', { network: 'open' }, {}, 'open', 'profile base', undefined],
    ['network', { network: 'open' }, { network: 'none' }, 'none', '~/c.yaml', '~/c.yaml:network'],
    ['network', {}, {}, 'none', 'default of jail', undefined],
    ['review', { review: true }, { review: false }, false, '~/c.yaml', '~/c.yaml:review'],
    ['hostname', { hostname: 'jail' }, { hostname: 'box' }, 'box', '~/c.yaml', '~/c.yaml:hostname'],
    ['nested', {}, {}, false, 'default of jail', undefined],
    ['nested', {}, { nested: false }, false, '~/c.yaml', '~/c.yaml:nested'],
    ['limits.tmp', { limits: { tmp: '2G' } }, {}, 2 ** 31, 'profile base', undefined],
    [
      'limits.tmp',
      { limits: { tmp: '2G' } },
      { limits: { tmp: '1K' } },
      1024,
      '~/c.yaml',
      '~/c.yaml:limits tmp',
    ],
    ['limits.memory', {}, {}, 0, 'default of jail', undefined],
    [
      'limits.processes',
      { limits: { processes: 9 } },
      { limits: { processes: null } },
      0,
      '~/c.yaml',
      '~/c.yaml:limits processes',
    ],
    ['command', {}, {}, null, 'default of jail', undefined],
    ['args', { args: ['a'] }, {}, ['a'], 'profile base', undefined],
  ] as const)('%s of %j and %j', (name, builtin, own, value, from, at) => {
    expect(effective(builtin, own).values[name]).toEqual({ value, from, ...(at ? { at } : {}) } as never)
  })
})

test('rules, variables and accepted weakenings keep their places, and what was taken back is not there', () => {
  const found = effective(
    { read: { '/a': 'x', '/b': 'y' }, env: { pass: ['A', 'B'] }, accept: { seccomp: 'old' } },
    {
      read: { '/b': null, '/c': 'z' },
      env: { pass: { B: null }, set: { C: '1' } },
      accept: { seccomp: 'mine' },
    },
  )
  expect(found.rules).toEqual([
    { word: 'read', path: '/a', why: 'x', from: 'profile base', required: false },
    {
      word: 'read',
      path: '/c',
      why: 'z',
      from: '~/c.yaml',
      at: '~/c.yaml:read /c',
      speaker: 'person',
      required: false,
    },
  ])
  expect(found.env).toEqual({
    pass: [{ name: 'A', from: 'profile base' }],
    set: [{ name: 'C', value: '1', from: '~/c.yaml', at: '~/c.yaml:env C' }],
  })
  expect(found.accept).toEqual([
    { id: 'seccomp', value: 'mine', from: '~/c.yaml', at: '~/c.yaml:accept seccomp' },
  ])
  expect(found.layers).toEqual(['profile base', '~/c.yaml'])
})
