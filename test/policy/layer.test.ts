import { describe, expect, test } from 'bun:test'
import { type Layer, layersOf } from '../../src/policy/layer.ts'
import type { Speaker } from '../../src/policy/policy.ts'
import { type OwnProfiles, profileLayers } from '../../src/policy/resolve.ts'
import { isProfileName, shownPath } from '../../src/policy/sources.ts'

const layer = (from: string, speaker?: Speaker): Layer => ({
  from,
  file: {},
  ...(speaker ? { speaker } : {}),
})

describe('the order in which layers win', () => {
  const flags = layer('flags', 'flags')
  const administrator = layer('/etc', 'administrator')
  const person = layer('config', 'person')
  const project = layer('.jail.yaml', 'project')
  const names = (...profile: Layer[]) =>
    layersOf({ profile, administrator, person, project, flags }).map(({ from }) => from)

  test('what ships with jail, the administrator, the person, the project, the command line', () => {
    expect(names(layer('base'), layer('claude'))).toEqual([
      'base',
      'claude',
      '/etc',
      'config',
      '.jail.yaml',
      'flags',
    ])
  })
  test('a profile of the person stands behind their config, and what it extends in front of the administrator', () => {
    expect(names(layer('base'), layer('mine', 'person'))).toEqual([
      'base',
      '/etc',
      'config',
      'mine',
      '.jail.yaml',
      'flags',
    ])
  })
  test('a profile that ships with jail stays in front, even when it is extended behind one of the person', () => {
    expect(names(layer('mine', 'person'), layer('claude'))).toEqual([
      'claude',
      '/etc',
      'config',
      'mine',
      '.jail.yaml',
      'flags',
    ])
  })
  test('what is absent has no say', () => {
    expect(layersOf({ profile: [layer('base')], flags }).map(({ from }) => from)).toEqual(['base', 'flags'])
  })
})

describe('profiles of a person', () => {
  const PROFILES = { base: { description: 'b' }, claude: { description: 'c', extends: ['base'] } }
  const files: Record<string, readonly string[]> = {
    work: ['claude'],
    both: ['work', 'claude'],
    lost: ['cluade'],
    round: ['again'],
    again: ['round'],
  }
  const own: OwnProfiles = {
    names: () => Object.keys(files),
    find: (name) => {
      const parents = files[name]
      return (
        parents && {
          from: `${name}.yaml`,
          speaker: 'person',
          file: { extends: parents },
          at: (_, entry) => `${name}.yaml:1:${entry?.length}`,
        }
      )
    },
  }
  const from = (name: string) => profileLayers(name, PROFILES, own).map((one) => one.from)

  test('extend those that ship with jail, and each other', () => {
    expect(from('work')).toEqual(['profile base', 'profile claude', 'work.yaml'])
    expect(from('both')).toEqual(['profile base', 'profile claude', 'work.yaml', 'both.yaml'])
  })
  test.each([
    [
      'lost',
      'policy.unknown-profile',
      'lost.yaml:1:6: There is no profile "cluade".',
      'Did you mean claude?',
    ],
    [
      'round',
      'policy.cycle',
      'again.yaml:1:5: Profiles extend each other in a circle: round → again → round.',
      'Take one',
    ],
    ['wrok', 'policy.unknown-profile', 'There is no profile "wrok".', 'Did you mean work?'],
  ])('%p is refused as %s with the place', (name, id, message, fix) => {
    expect(() => profileLayers(name, PROFILES, own)).toThrow(
      expect.objectContaining({ id, message, fix: expect.stringContaining(fix) }),
    )
  })
})

test.each([
  ['mine', true],
  ['my-claude.v2', true],
  ['9', true],
  ['', false],
  ['.', false],
  ['..', false],
  ['.hidden', false],
  ['-x', false],
  ['../x', false],
  ['a/b', false],
  ['a b', false],
  ['ä', false],
  ['x\n', false],
])('%p can be the name of a profile: %p', (name, can) => {
  expect(isProfileName(name)).toBe(can)
})

test.each([
  ['/home/ana/.config/x', '~/.config/x'],
  ['/home/ana', '~'],
  ['/home/anabel/x', '/home/anabel/x'],
  ['/etc/x', '/etc/x'],
])('%s is shown as %s', (path, shown) => {
  expect(shownPath(path, '/home/ana')).toBe(shown)
})
