import { describe, expect, test } from 'bun:test'
import { entryRoots } from '../../src/host/toolchains/roots.ts'
import { type Around, full, groundWith } from './ana.ts'

const rootsOf = (entry: string, around: Around): string[] =>
  entryRoots(full(entry), groundWith({ ...around, there: [...(around.there ?? []), entry] })).map(
    ({ path, why }) => (why === '' ? 'no reason' : path.replace('/home/ana', '~')),
  )

describe('a prefix says itself what it is', () => {
  test.each([
    ['a venv', '~/app/.venv/bin', ['~/app/.venv/pyvenv.cfg'], ['~/app/.venv']],
    ['a venv elsewhere', '/data/venv/bin', ['/data/venv/pyvenv.cfg'], ['/data/venv']],
    ['conda', '~/miniconda3/bin', ['~/miniconda3/conda-meta'], ['~/miniconda3']],
    ['conda, by the folder that its shell set-up adds', '~/m/condabin', ['~/m/conda-meta'], ['~/m']],
    ['one environment of mamba', '~/m/envs/a/bin', ['~/m/envs/a/conda-meta'], ['~/m/envs/a']],
    ['a Java', '~/jdk/bin', ['~/jdk/lib/jvm.cfg'], ['~/jdk']],
    ['a Go', '~/sdk/go1.24/bin', ['~/sdk/go1.24/src/runtime'], ['~/sdk/go1.24']],
    [
      'an npm prefix',
      '~/.npm-global/bin',
      ['~/.npm-global/lib/node_modules'],
      ['~/.npm-global/bin', '~/.npm-global/lib'],
    ],
    [
      'a Node elsewhere',
      '/data/node/bin',
      ['/data/node/lib/node_modules'],
      ['/data/node/bin', '/data/node/lib'],
    ],
    [
      'packages of npm in ~/.local',
      '~/.local/bin',
      ['~/.local/lib/node_modules'],
      ['~/.local/lib/node_modules'],
    ],
    [
      'Node that `n` put into ~/.local',
      '~/.local/bin',
      ['~/.local/lib/node_modules', '~/.local/bin/node', '~/.local/bin/npx', '~/.local/bin/other'],
      ['~/.local/lib/node_modules', '~/.local/bin/node', '~/.local/bin/npx'],
    ],
    ['packages of npm in ~', '~/bin', ['~/lib/node_modules'], ['~/lib/node_modules']],
    ['a home that looks like one', '~/bin', ['~/pyvenv.cfg', '~/conda-meta'], []],
    ['a place of secrets that looks like one', '~/.ssh/bin', ['~/.ssh/pyvenv.cfg'], []],
    ['~/.local/bin alone', '~/.local/bin', ['~/.local/lib', '~/.local/bin/other'], []],
    ['~/bin alone', '~/bin', ['~/bin/other'], []],
    ['a project', '~/app/node_modules/.bin', ['~/app/package.json'], []],
    ['an unknown folder', '~/tools', ['~/tools/lib'], []],
    ['a folder above a known one', '~/.volta', ['~/.volta/bin'], []],
    ['the folder of cargo itself', '~/.cargo', ['~/.cargo/credentials.toml'], []],
    ['a folder named almost like a known one', '~/.voltaire/bin', [], []],
    ['a folder like one of another home', '/home/bob/.asdf/shims', ['/home/bob/.asdf/x'], []],
    ['home', '~', [], []],
    ['the system', '/usr/local/bin', ['/usr/local/lib/node_modules'], []],
    ['/opt', '/opt/node/bin', ['/opt/node/lib/node_modules'], []],
    ['Homebrew in its own home', '/home/linuxbrew/.linuxbrew/bin', [], []],
  ])('%s: %s', (_what, entry, there, roots) => {
    expect(rootsOf(entry, { there })).toEqual(roots)
  })
})

describe('the Python of an environment', () => {
  const VENV = { there: ['~/app/.venv/pyvenv.cfg', '~/app/.venv/bin'] }
  test.each([
    ['~/.local/share/uv/python/p312/bin/python3', [], '~/.local/share/uv/python/p312'],
    ['~/.pyenv/versions/3.12/bin/python3', [], '~/.pyenv/versions/3.12'],
    ['~/miniconda3/bin/python3', ['~/miniconda3/conda-meta'], '~/miniconda3'],
  ])('%s is shown with its installation', (python, there, root) => {
    const around = { there: [...VENV.there, python, ...there], links: { '~/app/.venv/bin/python': python } }
    expect(rootsOf('~/app/.venv/bin', around)).toEqual(['~/app/.venv', '~/app/.venv/bin/python', root])
  })
  test.each(['~/.ssh/id', '~/private/file', '~/.cargo/credentials.toml', '/etc/shadow', '/usr/bin/python3'])(
    'that is a link to %s shows nothing more',
    (python) => {
      const around = { there: [...VENV.there, python], links: { '~/app/.venv/bin/python': python } }
      expect(rootsOf('~/app/.venv/bin', around)).toEqual(['~/app/.venv'])
    },
  )

  test('that has the sign of conda in another folder, by a link, shows nothing of that', () => {
    const links = { '~/app/.venv/bin/python': '~/app/fake/bin/py', '~/app/fake/conda-meta': '~/app' }
    expect(rootsOf('~/app/.venv/bin', { there: [...VENV.there, '~/app/fake/bin/py'], links })).toEqual([
      '~/app/.venv',
    ])
  })
})
