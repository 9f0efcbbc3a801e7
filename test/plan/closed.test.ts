import { describe, expect, test } from 'bun:test'
import { COMMAND_LINE } from '../../src/policy/flags.ts'
import type { LayerFile } from '../../src/policy/words.ts'
import { decide, type Small } from '../hosts/small.ts'
import { opName, seenAt } from './seen.ts'

/** Each is a case that a property of test/plan/properties.test.ts found, or would find, in the plan as it was. */

const FOLDER = 'folder 0755 1000 1000'
const FILE = 'file 0644 1000 1000 9'
const HOME = '/home/eve'
const SECRETS = {
  [`${HOME}/.ssh`]: FOLDER,
  [`${HOME}/.ssh/id`]: FILE,
  [`${HOME}/.ssh/sub`]: FOLDER,
  [`${HOME}/.ssh/sub/k`]: FILE,
}
const PROJECT: LayerFile = {
  write: { '.': 'the project' },
  hide: { '~/.ssh': 'keys' },
  protect: { './hooks': 'runs later' },
}
const HOOKS = {
  [`${HOME}/p/hooks`]: FOLDER,
  [`${HOME}/p/hooks/h`]: FILE,
  [`${HOME}/p/sub`]: FOLDER,
  [`${HOME}/p/f`]: FILE,
}

const seen = (layers: readonly LayerFile[], path: string, entries: Small['entries'] = {}) => {
  const at = seenAt(decide(layers, { entries: { ...SECRETS, ...HOOKS, ...entries } }).plan.ops, path)
  return at === 'own' || at === 'nothing' ? 'closed' : (at.split(' ').at(-1) ?? '')
}
const names = (layers: readonly LayerFile[], entries: Small['entries'] = {}) =>
  decide(layers, { entries: { ...SECRETS, ...HOOKS, ...entries } }).plan.ops.map(opName)

describe('a grant that comes by a link which the box could have made', () => {
  test.each([
    ['does not open what is hidden', 'link ../.ssh', `${HOME}/.ssh/id`, 'closed'],
    ['does not open a part of what is hidden', 'link ../.ssh/sub', `${HOME}/.ssh/sub/k`, 'closed'],
    ['does not make writable what is protected', 'link hooks', `${HOME}/p/hooks/h`, 'ro'],
    ['shows what is protected, still', 'link hooks', `${HOME}/p/f`, 'rw'],
    ['does not open what no rule closes either', 'link /data', '/data/f', 'closed'],
  ])('%s', (_, link, path, access) => {
    const entries = { [`${HOME}/p/build`]: link, '/data': FOLDER, '/data/f': FILE }
    const layers = [PROJECT, { write: { './build': 'results' } }]
    expect(seen(layers, path, entries)).toBe(access)
    const told = decide(layers, { entries: { ...SECRETS, ...HOOKS, ...entries } }).plan.skipped.filter(
      (skip) => skip.told,
    )
    expect(told.map((skip) => skip.path)).toEqual(link === 'link /data' ? [] : [`${HOME}/p/build`])
  })
  test('opens what is hidden when the link lies where the box cannot write: the person made it', () => {
    const entries = { [`${HOME}/keys`]: 'link .ssh' }
    expect(seen([PROJECT, { read: { '~/keys': '--read ~/keys' } }], `${HOME}/.ssh/id`, entries)).toBe('ro')
  })
  test('is not trusted either where a protection lies between it and what is hidden', () => {
    const layers = [PROJECT, { protect: { '~/.ssh/sub': 'p' }, read: { './build': 'r' } }]
    expect(seen(layers, `${HOME}/.ssh/sub/k`, { [`${HOME}/p/build`]: 'link ../.ssh/sub' })).toBe('closed')
  })
})

describe('a rule by name and one by a pattern', () => {
  test.each([
    ['a pattern does not open what is hidden by name', { read: { '~/.s*': 'all' } }, 'closed'],
    ['a name does', { read: { '~/.ssh': 'mine' } }, 'ro'],
  ])('%s', (_, later, access) => {
    expect(seen([PROJECT, later], `${HOME}/.ssh/id`)).toBe(access)
  })

  // ai-jail#26 and #86: a sample of the settings is hidden together with the settings.
  test.each([
    ['.env', 'closed'],
    ['.env.local', 'closed'],
    ['.env.example', 'ro'],
    ['f', 'rw'],
  ])('hide .env* and read .env.example in one layer leave %s %s', (name, access) => {
    const entries = Object.fromEntries(
      ['.env', '.env.local', '.env.example'].map((one) => [`${HOME}/p/${one}`, FILE]),
    )
    const file: LayerFile = { hide: { './.env*': 'secrets' }, read: { './.env.example': 'a sample' } }
    expect(seen([PROJECT, file], `${HOME}/p/${name}`, entries)).toBe(access)
  })
})

describe('a protection', () => {
  test('in a later layer does not open what is hidden, inside a wider grant', () => {
    expect(seen([PROJECT, { protect: { '~/.ssh': 'p' }, read: { '~': 'all' } }], `${HOME}/.ssh/id`)).toBe(
      'closed',
    )
  })
  test('of what is granted at the same path leaves it visible, read-only', () => {
    expect(seen([PROJECT, { protect: { '.': 'look only' } }], `${HOME}/p/f`)).toBe('ro')
  })
  test('that is also read stays pinned', () => {
    const entries = { [`${HOME}/p/a`]: FOLDER, [`${HOME}/p/a/b`]: FOLDER }
    const ops = names([PROJECT, { protect: { './a/b': 'p' } }, { read: { './a/b': '--read a/b' } }], entries)
    expect(ops).toContain(`rw ${HOME}/p/a`)
    expect(ops).toContain(`ro ${HOME}/p/a/b`)
  })
  test('that is reached by a link in the project is told: the link can be replaced', () => {
    const entries = {
      [`${HOME}/p/.tool`]: 'link real',
      [`${HOME}/p/real`]: FOLDER,
      [`${HOME}/p/real/run`]: FILE,
    }
    const { plan } = decide([PROJECT, { protect: { './.tool/run': 'p' } }], { entries })
    expect(plan.skipped).toContainEqual(expect.objectContaining({ path: `${HOME}/p/.tool/run`, told: true }))
    expect(plan.ops.map(opName)).toContain(`ro ${HOME}/p/real/run`)
  })
  test('is not taken for one of a link where a folder on the way is a link of the same name', () => {
    const entries = { [`${HOME}/f`]: 'link p' }
    const { plan } = decide([PROJECT, { protect: { '~/f/f': 'p' }, copy: { './f': 'c' } }], {
      entries: { ...HOOKS, ...entries },
    })
    expect(seenAt(plan.ops, `${HOME}/p/f`)).toBe(`host ${HOME}/p/f ro`)
    expect(plan.skipped.filter(({ path }) => path === `${HOME}/f/f`)).toEqual([])
  })
  test('ends where a later layer grants the path by name', () => {
    expect(seen([PROJECT, { write: { './hooks': 'mine' } }], `${HOME}/p/hooks/h`)).toBe('rw')
  })
})

test('nothing is made where a link leads that the box could have made', () => {
  const entries = { [`${HOME}/p/state`]: 'link ../.ssh' }
  const rules = (word: 'protect' | 'hide' | 'write'): LayerFile => ({
    [word]: {
      './state/settings': { why: 'runs later', create: '{}' },
      './own': { why: 'x', create: 'subfolder' },
    },
  })
  for (const word of ['protect', 'hide', 'write'] as const) {
    const { plan } = decide([PROJECT, rules(word)], { entries: { ...SECRETS, ...entries } })
    expect(plan.create.filter(({ path }) => path.includes('.ssh'))).toEqual([])
    expect(plan.skipped).toContainEqual(
      expect.objectContaining({ path: `${HOME}/p/state/settings`, told: true }),
    )
    expect(plan.create.map(({ path }) => path)).toEqual(word === 'write' ? [] : [`${HOME}/p/own`])
  }
})

describe('a link to what no rule may name', () => {
  test.each(['/', '/run', '/proc/1'])('does not grant %s', (to) => {
    const entries = { [`${HOME}/p/x`]: `link ${to}`, '/proc': FOLDER, '/proc/1': FOLDER }
    const { plan, facts, policy } = decide([PROJECT, { read: { './x': 'x' } }], { entries })
    expect(plan.ops.filter((op) => op.kind === 'bind' && op.path === to)).toEqual([])
    expect(plan.skipped).toContainEqual(expect.objectContaining({ path: `${HOME}/p/x`, told: true }))
    expect(facts.paths.get(`${HOME}/p/x`)?.state).toBe('present')
    expect(policy.rules.every(({ from }) => from !== COMMAND_LINE)).toBe(true)
  })
})

test('a tool that lies in what a rule hides stays hidden', () => {
  const entries = { [`${HOME}/w`]: FOLDER, [`${HOME}/w/bin`]: FOLDER }
  const paths = decide([{ read: { '~/w/bin': 'x', '~/w': 'x' } }], { entries }).facts.paths
  const toolchains = [{ entry: `${HOME}/w/bin`, roots: [{ path: `${HOME}/w/bin`, why: 'a tool' }] }]
  const at = (file: LayerFile) => decide([file], { entries }, { toolchains, paths }).at(`${HOME}/w/bin`)
  expect(at({ hide: { '~/w': 'work' } })).toBeUndefined()
  expect(at({})).toMatchObject({ word: 'read' })
  // But the command itself was named by the person.
  const command = {
    state: 'found',
    path: `${HOME}/w/bin/x`,
    real: `${HOME}/w/bin/x`,
    roots: toolchains[0]?.roots ?? [],
    lost: undefined,
  } as const
  const hide: LayerFile = { hide: { '~/w': 'work' } }
  const named = (layers: Parameters<typeof decide>[0]) => decide(layers, { entries }, { command, paths })
  expect(named([hide]).at(`${HOME}/w/bin`)).toMatchObject({ word: 'read' })
  // And the administrator can say that nobody names it.
  const locks = (words: ('hide' | 'protect')[]) =>
    ({ from: 'admin', speaker: 'administrator', file: hide, lock: words }) as const
  expect(named([locks(['hide'])]).at(`${HOME}/w/bin`)).toBeUndefined()
  expect(named([locks(['protect'])]).at(`${HOME}/w/bin`)).toMatchObject({ word: 'read' })
})

describe('what jail makes itself stands where bwrap can put it', () => {
  const ETC = { '/etc/passwd': FILE, '/etc/group': FILE, '/etc/hosts': FILE }
  const etc = (entries: Small['entries'], layers: LayerFile[] = [{ read: { '/etc': 'all' } }]) =>
    names(layers, { ...ETC, ...entries }).filter((name) => /nsswitch|authselect/.test(name))
  test.each([
    [
      'a link in a granted /etc is followed',
      { '/etc/nsswitch.conf': 'link authselect/ns', '/etc/authselect': FOLDER, '/etc/authselect/ns': FILE },
      ['empty file /etc/authselect/ns'],
    ],
    ['a file that a granted /etc does not have is not made', {}, []],
    [
      'a file of a granted /etc is covered',
      { '/etc/nsswitch.conf': FILE },
      ['empty file /etc/nsswitch.conf'],
    ],
  ])('%s', (_, entries, ops) => {
    expect(etc(entries)).toEqual(ops)
  })
  test('and not on a link that a rule asks for', () => {
    const entries = { '/etc/nsswitch.conf': 'link ../data/ns', '/data': FOLDER, '/data/ns': FILE }
    expect(etc(entries, [{ read: { '/etc/nsswitch.conf': 'mine' } }])).toEqual([
      'empty file /etc/nsswitch.conf',
    ])
  })
  test.each([
    ['is the old name of /run', {}, ['link /var/run -> /run']],
    [
      'is made once where a rule crosses it',
      { '/var/run': 'link /run', '/run/x': FILE },
      ['link /var/run -> /run'],
    ],
    ['is left to a rule where it is a folder', { '/var/run': FOLDER, '/var/run/x': FILE }, ['ro /var/run/x']],
  ])('/var/run %s', (_, entries, ops) => {
    expect(
      names([{ read: { '/var/run/x': 'x' } }], entries).filter((name) => name.includes('/var/run')),
    ).toEqual(ops)
  })
  test('scratch space that is missing is not made in a granted folder', () => {
    expect(names([{ read: { '/var': 'all' } }], { '/var/tmp': null })).not.toContain('scratch /var/tmp')
    expect(names([{ read: { '/var': 'all' } }])).toContain('scratch /var/tmp')
  })
  test('the caches stand where the link of the cache folder leads', () => {
    const file: LayerFile = { env: { set: { npm_config_cache: '$XDG_CACHE_HOME/npm' } } }
    const ops = names([file], { [`${HOME}/.cache`]: 'link /big/cache', '/big': FOLDER, '/big/cache': FOLDER })
    expect(ops).toContain(`rw /big/cache = ${HOME}/.local/state/jail/cache/p-1`)
    expect(ops).toContain(`link ${HOME}/.cache -> /big/cache`)
  })
  test.each([
    ['hidden by its own name', { hide: { '/etc/resolv.conf': 'x' } }, FILE],
    ['hidden behind its link', { hide: { '/data/r': 'x' } }, 'link ../data/r'],
    ['a folder', {}, 'link ../data'],
  ])('no resolv.conf is handed over that is %s', (_, file, entry) => {
    const ops = names([file], { '/data': FOLDER, '/data/r': FILE, '/etc/resolv.conf': entry })
    expect(ops.filter((name) => /resolv/.test(name))).toEqual([])
  })
})
