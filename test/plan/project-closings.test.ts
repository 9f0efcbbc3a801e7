import { describe, expect, test } from 'bun:test'
import type { GitFacts, GitRepository } from '../../src/host/facts.ts'
import type { Layer } from '../../src/policy/layer.ts'
import type { LayerFile } from '../../src/policy/words.ts'
import { decide } from '../hosts/small.ts'
import { seenAt } from './seen.ts'

const F = 'folder 0755 1000 1000'
const C = 'file 0644 1000 1000 9'
const P = '/home/eve/p'
const BASE: LayerFile = { write: { '.': 'the project' }, protect: { './.git/hooks': 'git' } }
const project = (file: LayerFile): Layer => ({ from: '.jail.yaml', speaker: 'project', file })
const flags = (file: LayerFile): Layer => ({ from: 'command line', speaker: 'flags', file })

describe('what git runs, which the text of a policy does not tell,', () => {
  const entries = {
    [`${P}/.git`]: F,
    [`${P}/.git/hooks`]: F,
    [`${P}/.git/hooks/a`]: C,
    [`${P}/hooks`]: F,
    [`${P}/hooks/a`]: C,
    [`${P}/src`]: F,
  }
  const repository: GitRepository = {
    kind: 'project',
    entry: 'folder',
    workTree: P,
    gitDir: `${P}/.git`,
    commonDir: `${P}/.git`,
    pointers: [],
    configs: [],
    included: [],
    hooks: [`${P}/.git/hooks`, `${P}/hooks`],
    attributes: [],
    programs: [],
    absent: [{ path: `${P}/.git/commondir`, text: '.\n', why: 'w' }],
    alternates: [],
  }
  const git: GitFacts = {
    repositories: [repository],
    outside: undefined,
    pointers: [],
    notices: [],
    incomplete: undefined,
  }
  const made = (layers: readonly (Layer | LayerFile)[]) => decide([BASE, ...layers], { entries }, { git })

  test.each<readonly [string, LayerFile]>([
    ['write: ./hooks', { write: { './hooks': 'x' } }],
    ['write: ./hooks/a', { write: { './hooks/a': 'x' } }],
    ['write: ./hooks/*', { write: { './hooks/*': 'x' } }],
    ['keep: ./hooks/a', { keep: { './hooks/a': 'x' } }],
    ['keep of what is not there', { keep: { './.git/commondir': 'x' } }],
  ])('is not opened by the file of a project: %s', (_, file) => {
    expect(() => made([project(file)])).toThrow(expect.objectContaining({ id: 'policy.git-closed' }))
  })

  test.each<readonly [string, readonly (Layer | LayerFile)[], string, 'ro' | 'rw']>([
    ['what lies beside it', [project({ write: { './src': 'x' } })], `${P}/src`, 'rw'],
    ['what lies around it', [project({ write: { '.': 'x' } })], `${P}/hooks/a`, 'ro'],
    ['to be read', [project({ read: { './hooks': 'x' } })], `${P}/hooks/a`, 'ro'],
    [
      'what the person opens, too',
      [{ write: { './hooks': 'x' } }, project({ write: { './hooks/a': 'x' } })],
      `${P}/hooks/a`,
      'rw',
    ],
    [
      'what its text tells, so that it was shown',
      [project({ write: { './.git/hooks': 'x' } })],
      `${P}/.git/hooks/a`,
      'rw',
    ],
    ['in it', [project({ write: { './.git/hooks/a': 'x' } })], `${P}/.git/hooks/a`, 'rw'],
  ])('may be named by it: %s', (_, layers, path, access) => {
    expect(seenAt(made(layers).plan.ops, path)).toBe(`host ${path} ${access}`)
  })
})

describe('null in the file of a project', () => {
  const entries = {
    '/home/eve/settings': `link p/settings`,
    [`${P}/settings`]: C,
    [`${P}/l`]: 'link ../docs',
    '/home/eve/docs': F,
    '/home/eve/docs/a': C,
  }
  const look = (layers: readonly (Layer | LayerFile)[], path: string) =>
    seenAt(decide([BASE, ...layers], { entries }).plan.ops, path)

  test('does not let be written what is read-only by a link', () => {
    const mine: LayerFile = { read: { '~/settings': 'x' } }
    const taken = project({ read: { '~/settings': null } })
    expect(look([mine, taken], `${P}/settings`)).toBe(`host ${P}/settings ro`)
    expect(look([project({ read: { '~/settings': 'x' } })], `${P}/settings`)).toBe(`host ${P}/settings rw`)
  })

  test('does not let what another rule grants by a link take the place of what is read-only', () => {
    const mine: LayerFile = { read: { './settings': 'x' }, write: { '~/settings': 'x' }, hide: { '.': 'x' } }
    const taken = project({ read: { './settings': null } })
    expect(look([mine, taken], `${P}/settings`)).toBe(`host ${P}/settings ro`)
  })

  test('does not make a link trusted that an earlier run could have made', () => {
    const mine: LayerFile = { read: { './l': 'x' } }
    const taken = project({ write: { '.': null }, read: { '.': 'x' } })
    expect(look([mine, taken], '/home/eve/docs/a')).toBe('nothing')
    expect(look([taken, flags({ read: { '~/docs': 'x' } })], '/home/eve/docs/a')).toBe(
      'host /home/eve/docs/a ro',
    )
  })

  test('takes back what is no link', () => {
    const mine: LayerFile = { read: { '~/docs': 'x' } }
    expect(look([mine, project({ read: { '~/docs': null } })], '/home/eve/docs/a')).toBe('nothing')
  })
})

describe('below an empty place that is a link', () => {
  const entries = {
    '/home/eve': 'link /data/eve',
    '/data': 'folder 0755 0 0',
    '/data/eve': F,
    '/data/eve/p': F,
    '/data/eve/docs': F,
  }
  test.each([
    ['by its real path', { read: { '/data/eve/docs': 'x' } }],
    ['by a pattern', { read: { '/data/*': 'x' } }],
  ] as const)('a wider grant does not let the file of a project show what is not there: %s', (_, file) => {
    const wide: LayerFile = { read: { '/data': 'x' } }
    const act =
      (...layers: readonly (Layer | LayerFile)[]) =>
      () =>
        decide([BASE, ...layers], { entries })
    expect(act(wide, project(file))).toThrow(expect.objectContaining({ id: 'policy.behind-link' }))
    expect(act(wide, project({ read: { '/data': null, ...file.read } }))).toThrow()
    expect(act(project(file))).not.toThrow()
    expect(act(wide, project({ read: { '~/docs': 'x' } }))).not.toThrow()
    expect(act(wide, file)).not.toThrow()
  })
})
