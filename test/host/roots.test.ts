import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { LAYOUTS, MANAGERS, TOO_WIDE } from '../../src/host/toolchains/layouts.ts'
import { entryRoots, isSystem, isTooWide, programRoot } from '../../src/host/toolchains/roots.ts'
import { isWithin } from '../../src/policy/paths.ts'

const HOME = '/home/ana'

/** A machine on which exactly these places are there, `~` being the home folder. */
const having =
  (...places: readonly string[]) =>
  (path: string): boolean =>
    places.some((place) => path === full(place))

const full = (text: string): string => (text.startsWith('~') ? HOME + text.slice(1) : text)

describe('a program needs', () => {
  test.each([
    ['a package of npm below a prefix', '/opt2/lib/node_modules/x/cli.js', [], '/opt2/lib/node_modules'],
    ['a package in another', '~/p/node_modules/a/node_modules/b/x.js', [], '~/p/node_modules'],
    [
      'a package with a scope',
      '~/.npm-global/lib/node_modules/@a/b/x.js',
      [],
      '~/.npm-global/lib/node_modules',
    ],
    ['npm with ~/.local as its prefix', '~/.local/lib/node_modules/x/y.js', [], '~/.local/lib/node_modules'],
    [
      'npm of a Node of nvm',
      '~/.nvm/versions/node/v22.1.0/lib/node_modules/x/y.js',
      [],
      '~/.nvm/versions/node/v22.1.0/lib/node_modules',
    ],
    [
      'bun’s global packages',
      '~/.bun/install/global/node_modules/x/y',
      [],
      '~/.bun/install/global/node_modules',
    ],
    [
      'pnpm’s global packages',
      '~/.local/share/pnpm/global/5/.pnpm/x@1/node_modules/x/y.js',
      [],
      '~/.local/share/pnpm/global/5/.pnpm/x@1/node_modules',
    ],
    ['a folder that is only called like it', '~/my_node_modules/x', [], '~/my_node_modules/x'],
    ['a shim of volta', '~/.volta/bin/volta-shim', [], '~/.volta'],
    ['a shim of pnpm', '~/.local/share/pnpm/claude', [], '~/.local/share/pnpm'],
    ['a Python of pyenv', '~/.pyenv/versions/3.12/bin/python', ['~/.pyenv/versions/3.12/lib'], '~/.pyenv'],
    ['a tool of mise', '~/.local/share/mise/installs/node/22/bin/node', [], '~/.local/share/mise'],
    ['a neighbour of a manager', '~/.volta2/bin/x', [], '~/.volta2/bin/x'],
    [
      'Node of nvm',
      '~/.nvm/versions/node/v22/bin/node',
      ['~/.nvm/versions/node/v22/lib'],
      '~/.nvm/versions/node/v22',
    ],
    ['Python of a venv', '~/app/.venv/bin/python', ['~/app/.venv/lib'], '~/app/.venv'],
    [
      'a tool of uv',
      '~/.local/share/uv/tools/x/bin/x',
      ['~/.local/share/uv/tools/x/lib'],
      '~/.local/share/uv/tools/x',
    ],
    ['a prefix outside of home', '/data/node/bin/node', ['/data/node/lib'], '/data/node'],
    ['a folder bin without lib beside it', '~/tools/bin/x', [], '~/tools/bin/x'],
    ['a folder lib without bin', '~/tools/x', ['~/lib'], '~/tools/x'],
    ['~/.local/bin, whose prefix holds everything', '~/.local/bin/x', ['~/.local/lib'], '~/.local/bin/x'],
    ['~/bin, whose prefix is home', '~/bin/x', ['~/lib', '~/package.json'], '~/bin/x'],
    [
      'a program on a drive of Windows',
      '/mnt/c/Users/Ana/bin/x',
      ['/mnt/c/Users/Ana/lib'],
      '/mnt/c/Users/Ana/bin/x',
    ],
    ['a prefix on a disk that is not one', '/mnt/data/bin/x', ['/mnt/data/lib'], '/mnt/data'],
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
    ['a single binary', '~/.local/share/claude/versions/2.0.1', [], '~/.local/share/claude/versions/2.0.1'],
    ['a program of cargo', '~/.cargo/bin/x', [], '~/.cargo/bin/x'],
  ])('%s: %s', (_what, program, places, root) => {
    const found = programRoot(full(program), HOME, having(...places))
    expect(found.path).toBe(full(root))
    expect(found.why).not.toBe('')
  })

  test('something that it lies in and that is not too wide, wherever it is and whatever is there', () => {
    const names = ['bin', 'lib', '.local', 'share', 'node_modules', 'src', '.nvm', 'versions', 'node', 'x']
    const below = fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 6 })
    const places = fc.constantFrom('', '/home', HOME, '/data', '/home/bob')
    fc.assert(
      fc.property(places, below, fc.func(fc.boolean()), (start, parts, exists) => {
        const program = `${start}/${parts.join('/')}`
        const { path } = programRoot(program, HOME, exists)
        expect(isWithin(program, path)).toBe(true)
        expect(path === program || !isTooWide(path, HOME)).toBe(true)
      }),
    )
  })
})

describe('a folder of PATH needs', () => {
  test.each([
    ['of the system', '/usr/local/bin', ['/usr/local/lib/node_modules'], []],
    ['in /opt', '/opt/node/bin', ['/opt/node/lib/node_modules'], []],
    ['of Homebrew', '/home/linuxbrew/.linuxbrew/bin', [], []],
    ['of nvm', '~/.nvm/versions/node/v22.1.0/bin', [], ['~/.nvm/versions/node/v22.1.0']],
    [
      'of fnm',
      '~/.local/share/fnm/node-versions/v22/installation/bin',
      [],
      ['~/.local/share/fnm/node-versions/v22/installation'],
    ],
    ['of volta', '~/.volta/bin', [], ['~/.volta']],
    ['of asdf', '~/.asdf/shims', [], ['~/.asdf', '~/.tool-versions']],
    ['of mise', '~/.local/share/mise/installs/node/22/bin', [], ['~/.local/share/mise/installs/node/22']],
    ['of pyenv', '~/.pyenv/shims', [], ['~/.pyenv']],
    ['of bun', '~/.bun/bin', [], ['~/.bun/bin', '~/.bun/install/global']],
    ['of pnpm', '~/.local/share/pnpm', [], ['~/.local/share/pnpm']],
    ['of cargo', '~/.cargo/bin', [], ['~/.cargo/bin', '~/.rustup']],
    ['of Go', '~/go/bin', [], ['~/go/bin']],
    ['of a venv', '~/app/.venv/bin', ['~/app/.venv/pyvenv.cfg'], ['~/app/.venv']],
    ['of a venv elsewhere', '/data/venv/bin', ['/data/venv/pyvenv.cfg'], ['/data/venv']],
    ['of conda', '~/miniconda3/bin', ['~/miniconda3/conda-meta'], ['~/miniconda3']],
    [
      'of an npm prefix',
      '~/.npm-global/bin',
      ['~/.npm-global/lib/node_modules'],
      ['~/.npm-global/bin', '~/.npm-global/lib'],
    ],
    [
      'of a Node elsewhere',
      '/data/node/bin',
      ['/data/node/lib/node_modules'],
      ['/data/node/bin', '/data/node/lib'],
    ],
    [
      '~/.local/bin with packages of npm',
      '~/.local/bin',
      ['~/.local/lib/node_modules'],
      ['~/.local/lib/node_modules'],
    ],
    ['~/bin with packages of npm', '~/bin', ['~/lib/node_modules'], ['~/lib/node_modules']],
    ['~/.local/bin alone', '~/.local/bin', ['~/.local/lib'], []],
    ['of a project', '~/app/node_modules/.bin', ['~/app/package.json'], []],
    ['unknown', '~/tools', ['~/tools/lib'], []],
    ['below a known one', '~/.volta/bin/x', [], []],
    ['above a known one', '~/.volta', [], []],
    ['named almost like a known one', '~/.voltaire/bin', [], []],
    ['like one of another home', '/home/bob/.cargo/bin', [], []],
    ['that is home', '~', [], []],
  ])('%s: %s', (_what, entry, places, roots) => {
    const found = entryRoots(full(entry), HOME, having(...places))
    expect(found.map(({ path }) => path)).toEqual(roots.map(full))
    for (const { why } of found) expect(why).not.toBe('')
  })
})

describe('too wide', () => {
  test.each([
    ...['/', '/home', '~', '~/.local', '~/.local/share', '~/.local/bin', '~/.config', '~/.cache', '~/.nvm'],
    ...['~/.nvm/versions/node', '~/src', '~/bin'],
  ])('is %s', (path) => {
    expect(isTooWide(full(path), HOME)).toBe(true)
  })

  test.each([
    '/var',
    '/etc',
    '/run',
    '/tmp',
    '/home',
    '/root',
    '/mnt',
    '/srv',
    '/var/home',
    '/mnt/c',
    '/mnt/c/x',
  ])('is %s, which holds everything of its kind, wherever home is', (path) => {
    for (const home of ['/home/ana', '/root', '/data/users/ana'])
      expect([home, isTooWide(path, home)]).toEqual([home, true])
  })

  test.each([
    ...['~/.local/share/pnpm', '~/.local/lib/node_modules', '~/.nvm/versions/node/v22', '~/.volta', '~/app'],
    ...['/data/node', '/home/ana2/node', '/home/an/node', '~/.localx', '/conda'],
  ])('is not %s', (path) => {
    expect(isTooWide(full(path), HOME)).toBe(false)
  })
})

test('a path that begins like the one to home is not above it', () => {
  expect(isTooWide('/data/users', '/data/users/ana')).toBe(true)
  expect(isTooWide('/data/use', '/data/users/ana')).toBe(false)
})

test.each([
  ['/usr', true],
  ['/usr/local/bin', true],
  ['/opt/node/bin', true],
  ['/nix/store/x/bin', true],
  ['/snap/bin', true],
  ['/usr2/bin', false],
  ['/', false],
  ['/nix', false],
  ['/home/linuxbrew', false],
  ['/root/bin', false],
  ['/optional/bin', false],
])('%s is shown in every box: %p', (path, answer) => {
  expect(isSystem(path)).toBe(answer)
})

describe('the table of layouts', () => {
  test.each(LAYOUTS.map((layout) => [layout.entry, layout] as const))(
    'grants for %s a place that holds it, says why, and nothing too wide',
    (entry, { roots, why }) => {
      const [place = '', ...more] = entryRoots(
        `${HOME}/${entry.replaceAll('*', 'v1')}`,
        HOME,
        () => false,
      ).map(({ path }) => path)
      expect(isWithin(`${HOME}/${entry.replaceAll('*', 'v1')}`, place)).toBe(true)
      expect(more).toHaveLength(roots.length - 1)
      for (const root of [place, ...more])
        expect([root, isTooWide(root, HOME), root.includes('*')]).toEqual([root, false, false])
      expect(why).not.toBe('')
    },
  )

  test('lists each folder once, as a plain path below home', () => {
    for (const list of [LAYOUTS.map(({ entry }) => entry), MANAGERS, TOO_WIDE]) {
      expect(new Set(list).size).toBe(list.length)
      for (const path of list) expect(path).toMatch(/^$|^[^/]+(\/[^/]+)*$/)
    }
  })

  test('has no manager that is too wide', () => {
    for (const folder of MANAGERS)
      expect([folder, isTooWide(`${HOME}/${folder}`, HOME)]).toEqual([folder, false])
  })
})
