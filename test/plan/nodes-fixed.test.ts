import { describe, expect, test } from 'bun:test'
import type { LayerFile } from '../../src/policy/words.ts'
import { decide, type Small } from '../hosts/small.ts'
import { opName } from './seen.ts'

const FOLDER = 'folder 0755 1000 1000'
const opNames = (layers: readonly LayerFile[], small: Small = {}, change = {}) =>
  decide(layers, small, change).plan.ops.map(opName)

describe('what jail adds itself gives way to a rule of a person', () => {
  const roots = [{ path: '/home/eve/t', why: 'a tool' }]
  const tool = { toolchains: [{ entry: '/home/eve/t', roots, isSystem: false }] }
  const entries = { '/home/eve/t': FOLDER }
  const withTool = (file: LayerFile) => {
    const paths = decide([{ read: { '~/t': 'x' } }, file], { entries }).facts.paths
    return decide([file], { entries }, { ...tool, paths }).at('/home/eve/t')
  }
  test('a tool is shown read-only', () => {
    expect(withTool({})).toMatchObject({ word: 'read', why: 'a tool', from: 'the tools on your PATH' })
  })
  test.each(['hide', 'write'] as const)('a tool is not shown so where a rule says %s', (word) => {
    expect(withTool({ [word]: { '~/t': 'mine' } })).toMatchObject({ word, why: 'mine' })
  })
  test.each([
    ['in what a rule hides', { hide: { '~/in': 'mine' } }, []],
    [
      'at its own path where a narrower rule opens it',
      { hide: { '~/in': 'mine' }, read: { '~/in/t': 'mine' } },
      ['mine'],
    ],
    ['beside what a rule hides', { hide: { '~/i': 'mine' } }, ['a tool']],
  ] as const)('a tool %s is shown for %j: %j', (_, rules, why) => {
    const path = '/home/eve/in/t'
    const inside = { '/home/eve/i': FOLDER, '/home/eve/in': FOLDER, [path]: FOLDER }
    const { facts } = decide([{ read: { '~/in/t': 'x' } }, { hide: rules.hide }], { entries: inside })
    const change = { toolchains: [{ entry: path, roots: [{ path, why: 'a tool' }] }], paths: facts.paths }
    const { plan } = decide([rules], { entries: inside }, change)
    expect(plan.ops.filter((op) => op.path === path).map((op) => op.why)).toEqual([...why])
    expect(plan.skipped.filter((rule) => rule.because === 'a rule hides it').length).toBe(
      why.length === 0 ? 1 : 0,
    )
  })
  test.each([
    ['stays writable as the project is', { write: { './': 'x' } }, '', undefined],
    ['is hidden where a rule hides it', { write: { './': 'x' }, hide: { './.venv': 'x' } }, '', 'hide'],
    ['stays hidden in a hidden folder', { write: { './': 'x' }, hide: { './.venv': 'x' } }, '/x', undefined],
    ['is shown where the project is not', {}, '', 'read'],
  ] as [string, LayerFile, string, string | undefined][])(
    'a tool in the project %s',
    (_, file, below, word) => {
      const path = `/home/eve/p/.venv${below}`
      const small = { entries: { '/home/eve/p/.venv': FOLDER, '/home/eve/p/.venv/x': FOLDER } }
      const { paths } = decide([{ read: { './.venv': 'x', './.venv/x': 'x' } }], small).facts
      const all = new Map([...decide([file], small).facts.paths, ...paths])
      const toolchains = [{ entry: '/home/eve/p/.venv/bin', roots: [{ path, why: 'x' }] }]
      const place = decide([file], small, { toolchains, paths: all }).at(path)
      expect(place?.word as string | undefined).toBe(word)
    },
  )
  test.each([true, false])(
    'the link to a folder of PATH is made again when that is shown: %p',
    (isSystem) => {
      const small = {
        entries: { '/home/eve/.profile-of-nix': 'link /bin' },
        env: { NIX: '/home/eve/.profile-of-nix' },
      }
      const toolchains = [{ entry: '/home/eve/.profile-of-nix', roots: [] }]
      const names = opNames([isSystem ? { read: { '/bin': 'x' } } : {}], small, { toolchains })
      expect(names.some((name) => name.includes('profile-of-nix'))).toBe(isSystem)
    },
  )
  test('scratch space is the host’s folder where a rule grants it', () => {
    expect(decide([{}]).at('/tmp')).toMatchObject({ word: 'tmpfs' })
    expect(decide([{ write: { '/tmp': 'mine' } }]).at('/tmp')).toMatchObject({ word: 'write' })
  })
})

describe('name lookup', () => {
  const RESOLVED = {
    '/run/systemd': FOLDER,
    '/run/systemd/resolve': FOLDER,
    '/run/systemd/resolve/stub': 'file 0644 0 0 9',
  }
  const MANAGER = { '/run/NetworkManager': FOLDER, '/run/NetworkManager/resolv.conf': 'file 0644 0 0 9' }
  const about = (entries: Small['entries']) =>
    opNames([{}], entries === undefined ? {} : { entries }).filter((name) =>
      /resolv|systemd|NetworkManager/.test(name),
    )

  test.each([
    ['a file is handed over as a copy', {}, ['copy /etc/resolv.conf tmpfs']],
    [
      'systemd’s folder is shown, so that a change of the network is seen',
      { ...RESOLVED, '/etc/resolv.conf': 'link ../run/systemd/resolve/stub' },
      ['link /etc/resolv.conf -> ../run/systemd/resolve/stub', 'ro /run/systemd/resolve'],
    ],
    [
      'a folder that also holds keys of networks is not',
      { ...MANAGER, '/etc/resolv.conf': 'link ../run/NetworkManager/resolv.conf' },
      ['copy /etc/resolv.conf tmpfs'],
    ],
  ] as const)('%s', (_, entries, names) => {
    expect(about(entries)).toEqual([...names])
  })

  test.each([
    ['absent', null, 'it does not exist'],
    ['a link to nothing', 'link ../run/none', 'it is a link to nothing'],
  ])('a resolv.conf that is %s is listed as without effect', (_, entry, because) => {
    const { plan } = decide([{}], { entries: { '/etc/resolv.conf': entry } })
    expect(plan.skipped).toEqual([
      { path: '/etc/resolv.conf', word: 'read', because, from: 'fixed', told: false },
    ])
  })
})

describe('the caches of one project', () => {
  const npm = (value: string): LayerFile => ({ env: { set: { npm_config_cache: value } } })
  const MADE = 'rw /home/eve/.cache = /home/eve/.local/state/jail/cache/p-1'
  const FOLDER_MADE = { path: '/home/eve/.local/state/jail/cache/p-1', why: 'caches of this project only' }

  test('are a folder of jail’s own state, made before the start', () => {
    expect(opNames([npm('$XDG_CACHE_HOME/npm')])).toContain(MADE)
    expect(decide([npm('$XDG_CACHE_HOME/npm')]).plan.create).toEqual([FOLDER_MADE])
  })
  test('stand at the real place of a home that is a link', () => {
    const entries = {
      '/home/eve': 'link /data/eve',
      '/data': FOLDER,
      '/data/eve': FOLDER,
      '/data/eve/p': FOLDER,
    }
    const { plan } = decide([npm('$XDG_CACHE_HOME/npm')], { entries, cwd: '/data/eve/p' })
    expect(plan.ops.map(opName)).toContain(MADE.replaceAll('/home/eve/', '/data/eve/'))
    expect(plan.create).toEqual([
      { ...FOLDER_MADE, path: FOLDER_MADE.path.replace('/home/eve', '/data/eve') },
    ])
    expect(plan.ops.map(opName)).toContain('link /home/eve -> /data/eve')
  })
  test.each([
    ['the state folder cannot be written', npm('$XDG_CACHE_HOME/npm'), { stateWritable: false }],
    ['the place is outside of the home folder', npm('/srv/cache/npm'), {}],
    ['no place is named', {}, {}],
    ['a rule gives the whole cache', { ...npm('$XDG_CACHE_HOME/npm'), write: { '~/.cache': 'mine' } }, {}],
  ] as const)('are not kept when %s', (_, file, change) => {
    const small = { entries: { '/home/eve/.cache': FOLDER } }
    const { plan } = decide([file], small, change)
    expect(plan.ops.map(opName)).not.toContain(MADE)
    expect(plan.create).toEqual([])
  })
})

describe('a folder for the state of an agent', () => {
  const state: LayerFile = { write: { '~/.agent': { why: 'sessions', create: 'folder' } } }
  const MADE = [{ path: '/home/eve/.agent', why: 'sessions' }]

  test.each([
    ['is made when it is missing', [state], {}, MADE],
    [
      'is not made behind a link to nothing',
      [state],
      { '/home/eve/.agent': 'link .state/agent', '/home/eve/.state': FOLDER },
      [],
    ],
    ['is not made when it is there', [state], { '/home/eve/.agent': FOLDER }, []],
    ['is not made when it is hidden', [state, { hide: { '~/.agent': 'x' } }], {}, []],
    ['is not made when all of the home folder is given', [state, { write: { '~': 'x' } }], {}, []],
  ] as const)('%s', (_, layers, entries, made) => {
    const own = ({ why }: { why: string }) => why.startsWith('it decides')
    expect(decide(layers, { entries }).plan.create.filter((place) => !own(place))).toEqual([...made])
  })
})

describe('links on the way to a place are made again', () => {
  const entries = { '/home/eve/w': 'link p', '/home/eve/p/sub': FOLDER }
  test.each([
    ['the current folder', { entries, cwd: '/home/eve/w/sub' }, 'link /home/eve/w -> p'],
    [
      'the home folder',
      { entries: { '/home/eve': 'link ../data', '/data': FOLDER, '/data/p': FOLDER }, cwd: '/data/p' },
      'link /home/eve -> ../data',
    ],
  ])('%s', (_, small, link) => {
    expect(opNames([{ write: { './': 'the project' } }], small)).toContain(link)
    expect(
      opNames([{ write: { './': 'the project' } }]).filter((name) => name.startsWith('link /home')),
    ).toEqual([])
  })
})

describe('a protected folder that is missing is made', () => {
  const layers: LayerFile[] = [
    { write: { './': 'the project' }, protect: { './.git/hooks': { why: 'runs', create: 'subfolder' } } },
  ]
  const hooks = '/home/eve/p/.git/hooks'
  const made = (git: string | undefined) =>
    decide(layers, { entries: git === undefined ? {} : { '/home/eve/p/.git': git } }).plan

  test('where the folder above it is there', () => {
    const { create, ops } = made('folder 0755 1000 1000')
    expect(create).toMatchObject([{ path: hooks }])
    expect(ops.find((op) => op.path === hooks)).toMatchObject({ kind: 'bind', access: 'ro', source: hooks })
  })

  test.each([
    ['is not there', undefined],
    ['is a file, as in a linked worktree', 'file 0644 1000 1000 40'],
    ['cannot be written, so that the agent cannot make it either', 'folder 0555 1000 1000'],
  ])('but not where that %s', (_, git) => {
    const { create, ops } = made(git)
    expect(create).toEqual([])
    expect(ops.some((op) => op.path === hooks)).toBe(false)
  })
})

describe('a place in the state of an agent that is to be closed', () => {
  const state: LayerFile = {
    write: { '~/.agent': { why: 'sessions', create: 'folder' } },
    protect: {
      '~/.agent/settings.json': { why: 'runs', create: '{}' },
      '~/.agent/hooks': { why: 'runs', create: 'subfolder' },
    },
    hide: { '~/.agent/keys': { why: 'keys of a server outside', create: 'folder' } },
  }
  const parts = ['settings.json', 'hooks', 'keys'].map((name) => `/home/eve/.agent/${name}`)
  const madeOf = (layers: readonly LayerFile[], entries = {}) =>
    decide(layers, { entries })
      .plan.create.map(({ path }) => path)
      .toSorted()

  test('is made together with the folder', () => {
    expect(madeOf([state])).toEqual(['/home/eve/.agent', ...parts].toSorted())
    expect(decide([state]).plan.create.find(({ path }) => path === parts[0])?.content).toBe('{}')
  })

  test('is made with the folder too when all of the home folder is writable', () => {
    const own = ['/home/eve/.config/jail', '/home/eve/.local/state/jail']
    expect(madeOf([state, { write: { '~': 'x' } }])).toEqual(
      ['/home/eve/.agent', ...parts, ...own].toSorted(),
    )
  })

  test('stays as it is when it is there', () => {
    const there = { '/home/eve/.agent': FOLDER, [String(parts[0])]: 'file 0600 1000 1000 7' }
    expect(madeOf([state], there)).toEqual(parts.slice(1).toSorted())
  })

  test('is not made when a person opens or hides it', () => {
    const opened = { write: { '~/.agent/settings.json': 'I change it', '~/.agent/hooks': 'I change it' } }
    expect(madeOf([state, opened])).toEqual(['/home/eve/.agent', '/home/eve/.agent/keys'])
    expect(madeOf([state, { hide: { '~/.agent': 'x' } }])).toEqual([])
  })

  test('is made inside of a folder that is read-only, if that is there', () => {
    const file: LayerFile = {
      read: { '~/.settings': 'settings' },
      protect: { '~/.settings/.ignore': { why: 'the agent does not start without it', create: '# none' } },
    }
    expect(madeOf([file], { '/home/eve/.settings': FOLDER })).toEqual(['/home/eve/.settings/.ignore'])
    expect(madeOf([file])).toEqual([])
  })

  test('is closed inside, the folder around it is open', () => {
    const names = opNames([state])
    expect(names).toContain('rw /home/eve/.agent')
    expect(names).toContain('ro /home/eve/.agent/settings.json')
    expect(names).toContain('ro /home/eve/.agent/hooks')
  })
})

test('a protection that is a link to nothing is told, since a file can take its place', () => {
  const layers: LayerFile[] = [
    { write: { '~/.agent': 'state' }, protect: { '~/.agent/a': 'runs', '~/.agent/b': 'runs' } },
  ]
  const { places } = decide(layers, {
    entries: { '/home/eve/.agent': FOLDER, '/home/eve/.agent/a': 'link gone' },
  })
  expect(
    places.skipped.filter(({ word }) => word === 'protect').map(({ path, told }) => [path, told]),
  ).toEqual([
    ['/home/eve/.agent/a', true],
    ['/home/eve/.agent/b', false],
  ])
})
