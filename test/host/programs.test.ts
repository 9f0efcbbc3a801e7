import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { DEFAULTS, LAYOUTS, MARKERS } from '../../src/host/toolchains/layouts.ts'
import { holdsSecrets, isTooWide } from '../../src/host/toolchains/limits.ts'
import { type Program, programRoots } from '../../src/host/toolchains/roots.ts'
import { BUILTIN_PROFILES } from '../../src/policy/builtin.ts'
import { isWithin } from '../../src/policy/paths.ts'
import { type Around, full, groundWith, HOME } from './ana.ts'

function rootsOf(program: string, around: Around, how: Partial<Program> = {}): string[] {
  const ground = groundWith({ ...around, there: [...(around.there ?? []), program] })
  const path = full(program)
  const asked = { path, real: ground.realOf(path) ?? path, isScript: false, isPlanted: false, ...how }
  return programRoots(asked, ground).map(({ path: root, why }) =>
    why === '' ? 'no reason' : root.replace(HOME, '~'),
  )
}

describe('a program needs', () => {
  test.each([
    ['a package of npm below a prefix', '/opt2/lib/node_modules/x/cli.js', [], '/opt2/lib/node_modules'],
    ['a package in another', '~/p/node_modules/a/node_modules/b/x.js', [], '~/p/node_modules'],
    ['a package with a scope', '~/.g/lib/node_modules/@a/b/x.js', [], '~/.g/lib/node_modules'],
    ['npm with ~/.local as its prefix', '~/.local/lib/node_modules/x/y.js', [], '~/.local/lib/node_modules'],
    ['an npm of nvm', '~/.nvm/versions/node/v22/lib/node_modules/x/y.js', [], '~/.nvm/versions/node/v22'],
    ['bun’s packages', '~/.bun/install/global/node_modules/x/y', [], '~/.bun/install/global/node_modules'],
    ['pnpm’s packages', '~/.local/share/pnpm/global/5/.pnpm/x/node_modules/x.js', [], '~/.local/share/pnpm'],
    [
      'yarn’s packages',
      '~/.config/yarn/global/node_modules/x/y.js',
      [],
      '~/.config/yarn/global/node_modules',
    ],
    ['a folder that is only called like it', '~/my_node_modules/x', [], '~/my_node_modules/x'],
    ['a shim of volta', '~/.volta/bin/volta-shim', [], '~/.volta'],
    ['a shim of pnpm', '~/.local/share/pnpm/claude', [], '~/.local/share/pnpm'],
    [
      'a Python of pyenv',
      '~/.pyenv/versions/3.12/bin/python',
      ['~/.pyenv/versions/3.12/lib'],
      '~/.pyenv/versions/3.12',
    ],
    ['a shim of pyenv', '~/.pyenv/shims/python', [], '~/.pyenv'],
    [
      'a tool of mise',
      '~/.local/share/mise/installs/node/22/bin/node',
      [],
      '~/.local/share/mise/installs/node/22',
    ],
    ['a tool of asdf', '~/.asdf/installs/nodejs/22/bin/node', [], '~/.asdf/installs/nodejs/22'],
    ['a keg of Homebrew', '~/.linuxbrew/Cellar/x/1/bin/x', ['~/.linuxbrew/Cellar/x/1/lib'], '~/.linuxbrew'],
    ['a neighbour of a manager', '~/.volta2/bin/x', [], '~/.volta2/bin/x'],
    ['Node of nvm', '~/.nvm/versions/node/v22/bin/node', [], '~/.nvm/versions/node/v22'],
    ['Python of a venv', '~/app/.venv/bin/python', ['~/app/.venv/lib'], '~/app/.venv'],
    ['a tool of uv', '~/.local/share/uv/tools/x/bin/x', [], '~/.local/share/uv/tools/x'],
    ['a Python of uv', '~/.local/share/uv/python/p312/bin/python3.12', [], '~/.local/share/uv/python/p312'],
    ['a tool of pipx', '~/.local/share/pipx/venvs/x/bin/x', [], '~/.local/share/pipx/venvs/x'],
    ['a Java of sdkman', '~/.sdkman/candidates/java/21/bin/java', [], '~/.sdkman/candidates/java/21'],
    ['a prefix outside of home', '/data/node/bin/node', ['/data/node/lib'], '/data/node'],
    ['a folder bin without lib beside it', '~/tools/bin/x', [], '~/tools/bin/x'],
    ['a folder lib without bin', '~/tools/x', ['~/lib'], '~/tools/x'],
    ['~/.local/bin, whose prefix holds everything', '~/.local/bin/x', ['~/.local/lib'], '~/.local/bin/x'],
    ['~/bin, whose prefix is home', '~/bin/x', ['~/lib', '~/package.json'], '~/bin/x'],
    ['/bin of a machine with /lib', '/bin/x', ['/lib'], '/bin/x'],
    ['a package with its package.json', '~/src2/tool/out/x.js', ['~/src2/tool/package.json'], '~/src2/tool'],
    [
      'the nearest of two packages',
      '~/mono/packages/a/x.js',
      ['~/mono/package.json', '~/mono/packages/a/package.json'],
      '~/mono/packages/a',
    ],
    ['a package.json of home', '~/x.js', ['~/package.json'], '~/x.js'],
    ['a package.json of a folder of everything', '~/src/x.js', ['~/src/package.json'], '~/src/x.js'],
    ['a package outside of home', '/srv/tool/x.js', ['/srv/tool/package.json'], '/srv/tool/x.js'],
    [
      'one version of claude',
      '~/.local/share/claude/versions/2.0.1',
      [],
      '~/.local/share/claude/versions/2.0.1',
    ],
    ['opencode’s own program', '~/.opencode/bin/opencode', ['~/.opencode/lib'], '~/.opencode/bin'],
    ['a program beside secrets', '~/.cargo/x', ['~/.cargo/package.json'], '~/.cargo/x'],
  ])('%s: %s', (_what, program, there, root) => {
    expect(rootsOf(program, { there })).toEqual([root])
  })

  test('the two folders of a Node, and not what else its prefix holds', () => {
    const there = ['/data/n/lib/node_modules/npm', '/data/n/n/versions/node/20', '/data/n/x']
    expect(rootsOf('/data/n/bin/node', { there })).toEqual(['/data/n/bin', '/data/n/lib'])
  })

  test('rustup behind a program of cargo, and never the folder of cargo', () => {
    const there = ['~/.rustup/settings.toml', '~/.cargo/credentials.toml', '~/.cargo/lib']
    expect(rootsOf('~/.cargo/bin/cargo', { there })).toEqual(['~/.cargo/bin', '~/.rustup'])
  })

  test('deno’s cache, when it is a script that deno installed and not deno itself', () => {
    const there = ['~/.cache/deno/npm', '~/.cache/x', '/data/deno']
    expect(rootsOf('~/.deno/bin/x', { there }, { isScript: true })).toEqual(['~/.deno/bin', '~/.cache/deno'])
    expect(rootsOf('~/.deno/bin/deno', { there })).toEqual(['~/.deno/bin'])
    const moved = (DENO_DIR: string) =>
      rootsOf('~/.deno/bin/x', { there, env: { DENO_DIR } }, { isScript: true })
    expect(moved('/data/deno')).toEqual(['~/.deno/bin', '/data/deno'])
    for (const place of ['~/.cache', '~', '/data/..']) expect(moved(place)).toEqual(['~/.deno/bin'])
  })

  test('what its manager’s name for it says, and its own place', () => {
    const there = ['~/.local/bin/mise', '~/.config/mise/config.toml']
    const links = { '~/.local/share/mise/shims/node': '~/.local/bin/mise' }
    const around = { there: [...there, '~/.local/share/mise/shims'], links }
    expect(rootsOf('~/.local/share/mise/shims/node', around)).toEqual([
      '~/.local/share/mise',
      '~/.local/bin/mise',
      '~/.config/mise/config.toml',
    ])
  })
})

describe('a program that a file of the project names', () => {
  const planted = { isPlanted: true }
  test.each([
    ['~/private/bin/x', ['~/private/lib'], ['~/private/bin/x']],
    ['~/other/node_modules/.bin/x', [], ['~/other/node_modules/.bin/x']],
    ['~/other/x.js', ['~/other/package.json'], ['~/other/x.js']],
    ['~/.ssh/id', [], []],
    ['~/.config/gh/hosts.yml', [], []],
    ['~/.pyenv/versions/3.12/bin/python', [], ['~/.pyenv/versions/3.12']],
    ['~/.local/share/uv/python/p312/bin/python3', [], ['~/.local/share/uv/python/p312']],
  ])('%s shows no more than its manager’s folder or itself', (program, there, roots) => {
    expect(rootsOf(program, { there }, planted)).toEqual(roots)
  })
})

test('something that it lies in and that is not too wide is shown, wherever it is and whatever is there', () => {
  const names = [
    'bin',
    'lib',
    '.local',
    'share',
    'node_modules',
    'src',
    '.nvm',
    'versions',
    'node',
    'x',
    '.volta',
  ]
  const below = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 6 })
  const starts = fc.constantFrom('', '/home', HOME, '/data', '/home/bob')
  const there = fc.array(
    below.map((parts) => `${HOME}/${parts.join('/')}`),
    { maxLength: 5 },
  )
  fc.assert(
    fc.property(starts, below, there, fc.boolean(), (start, parts, places, isPlanted) => {
      const program = `${start}/${parts.join('/')}`
      const roots = rootsOf(program, { there: places }, { isPlanted }).map(full)
      const isClosed = isPlanted && holdsSecrets(program, HOME)
      expect(isClosed || roots.some((root) => isWithin(program, root))).toBe(true)
      for (const root of roots.filter((one) => one !== program))
        expect([root, isTooWide(root, HOME), holdsSecrets(root, HOME)]).toEqual([root, false, false])
    }),
  )
})

describe('the table of layouts', () => {
  const rows = LAYOUTS.flatMap(({ name, bases, rows: all }) =>
    bases.flatMap((base) => all.map((row) => [`${name}: ${base}/${row.within}`, base, row] as const)),
  )
  const variableOf = (text: string): string | undefined => /^\$([A-Z_]+)/.exec(text)?.[1]

  test.each(rows)('%s grants nothing wide, and fills every star', (_, base, row) => {
    const variable = variableOf(base)
    const place = base.replace(/^\$[A-Z_]+/, '/data/moved')
    const env = variable === undefined ? {} : { [variable]: '/data/moved' }
    const program = `${place}/${row.within.replaceAll('*', 'v1')}/x`.replaceAll('//', '/')
    const roots = rootsOf(program, { env, there: [`${place}/y`] }).map(full)
    expect(roots.some((root) => isWithin(full(program), root))).toBe(true)
    for (const root of roots)
      expect([root, isTooWide(root, HOME), holdsSecrets(root, HOME), root.includes('*')]).toEqual([
        root,
        ...[false, false, false],
      ])
  })

  test('names variables that the base profile passes on, so that the manager finds its place inside', () => {
    const texts = LAYOUTS.flatMap(({ bases, rows: all }) => [
      ...bases,
      ...all.flatMap(({ needs, scripts = [] }) => [...needs, ...scripts]),
    ])
    const names = [...texts, ...Object.values(DEFAULTS)].map(variableOf).filter((name) => name !== undefined)
    const passed = BUILTIN_PROFILES['base']?.env?.pass ?? []
    expect(names.length).toBeGreaterThan(20)
    // A pattern never passes BUN_*, and bun finds its folder without this one.
    for (const name of names.filter((one) => one !== 'BUN_INSTALL')) expect(passed).toContain(name)
  })

  test('says of each marker why', () => {
    for (const [mark, why] of MARKERS) expect([mark.startsWith('/'), why === '']).toEqual([false, false])
  })
})
