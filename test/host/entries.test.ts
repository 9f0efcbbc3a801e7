import { describe, expect, test } from 'bun:test'
import { entryRoots } from '../../src/host/toolchains/roots.ts'
import { type Around, full, groundWith } from './ana.ts'

const rootsOf = (entry: string, around: Around): string[] =>
  entryRoots(full(entry), groundWith({ ...around, there: [...(around.there ?? []), entry] })).map(
    ({ path, why }) => (why === '' ? 'no reason' : path.replace('/home/ana', '~')),
  )

/** All that a home full of managers may have beside what is needed: none of it may be given for another's sake. */
const BESIDE = [
  ...[
    '~/.nvm/versions/node/v20/bin',
    '~/.nvm/alias',
    '~/.local/share/fnm/node-versions/v20/installation/bin',
  ],
  ...['~/.cargo/credentials.toml', '~/.cargo/config.toml', '~/.cargo/registry', '~/.rustup/settings.toml'],
  ...[
    '~/.deno/x',
    '~/.cache/deno',
    '~/go/pkg',
    '~/.yarn/x',
    '~/.bun/install/cache',
    '~/.amp/x',
    '~/.opencode/x',
  ],
  ...['~/.sdkman/candidates/java/17', '~/.sdkman/etc', '~/.asdf/x', '~/.volta/x', '~/.pyenv/x', '~/.ssh/id'],
  ...[
    '~/.local/bin/other',
    '~/bin/other',
    '~/.config/mise/other',
    '~/.local/state/mise',
    '~/.npmrc',
    '~/n/n',
  ],
  ...[
    '~/.local/share/uv/tools/b/bin',
    '~/.local/share/uv/python/p311/bin',
    '~/.local/share/pipx/venvs/b/bin',
  ],
]

describe('a folder of PATH of a manager in its usual place needs', () => {
  test.each([
    ['~/.nvm/versions/node/v22/bin', [], ['~/.nvm/versions/node/v22']],
    [
      '~/.local/share/fnm/node-versions/v22/installation/bin',
      [],
      ['~/.local/share/fnm/node-versions/v22/installation'],
    ],
    ['~/.local/share/fnm', ['~/.local/share/fnm/fnm'], ['~/.local/share/fnm/fnm']],
    ['~/.volta/bin', [], ['~/.volta']],
    [
      '~/.asdf/shims',
      ['~/.tool-versions', '~/.asdfrc', '~/.local/bin/asdf'],
      ['~/.asdf', '~/.local/bin/asdf', '~/.tool-versions', '~/.asdfrc'],
    ],
    ['~/.asdf/installs/nodejs/22/bin', ['~/.tool-versions'], ['~/.asdf/installs/nodejs/22']],
    [
      '~/.local/share/mise/shims',
      ['~/.local/bin/mise', '~/.config/mise/config.toml'],
      ['~/.local/share/mise', '~/.local/bin/mise', '~/.config/mise/config.toml'],
    ],
    ['~/.local/share/mise/installs/node/22/bin', [], ['~/.local/share/mise/installs/node/22']],
    ['~/.local/share/mise/installs/rg/14/rg-14-x86', [], ['~/.local/share/mise/installs/rg/14']],
    ['~/.nodenv/shims', [], ['~/.nodenv']],
    ['~/.pyenv/shims', [], ['~/.pyenv']],
    ['~/.pyenv/plugins/pyenv-virtualenv/shims', [], ['~/.pyenv']],
    ['~/.pyenv/versions/3.12/bin', [], ['~/.pyenv/versions/3.12']],
    ['~/.rbenv/shims', [], ['~/.rbenv']],
    ['~/.bun/bin', ['~/.bun/install/global'], ['~/.bun/bin', '~/.bun/install/global']],
    ['~/.deno/bin', [], ['~/.deno/bin']],
    ['~/.local/share/pnpm', [], ['~/.local/share/pnpm']],
    [
      '~/.yarn/bin',
      ['~/.config/yarn/global/node_modules'],
      ['~/.yarn/bin', '~/.config/yarn/global/node_modules'],
    ],
    ['~/.config/yarn/global/node_modules/.bin', [], ['~/.config/yarn/global/node_modules']],
    ['~/.cargo/bin', [], ['~/.cargo/bin', '~/.rustup']],
    ['~/.rustup/toolchains/stable/bin', [], ['~/.rustup/toolchains/stable']],
    ['~/go/bin', [], ['~/go/bin']],
    ['~/.linuxbrew/bin', ['~/.linuxbrew/Cellar'], ['~/.linuxbrew']],
    ['~/.local/share/uv/tools/a/bin', [], ['~/.local/share/uv/tools/a']],
    ['~/.local/share/pipx/venvs/a/bin', [], ['~/.local/share/pipx/venvs/a']],
    ['~/.sdkman/candidates/java/21/bin', [], ['~/.sdkman/candidates/java/21']],
    ['~/.opencode/bin', [], ['~/.opencode/bin']],
    ['~/.amp/bin', [], ['~/.amp/bin']],
    ['~/n/bin', ['~/n/lib/node_modules'], ['~/n/bin', '~/n/lib']],
  ])('%s', (entry, there, roots) => {
    expect(rootsOf(entry, { there: [...there, ...BESIDE] })).toEqual(roots)
  })
})

describe('a folder of PATH of a manager that a variable moves needs', () => {
  test.each([
    ['NVM_DIR', '/data/nvm', '/data/nvm/versions/node/v22/bin', ['/data/nvm/versions/node/v22']],
    [
      'FNM_DIR',
      '/data/f',
      '/data/f/node-versions/v22/installation/bin',
      ['/data/f/node-versions/v22/installation'],
    ],
    ['VOLTA_HOME', '~/tools/volta', '~/tools/volta/bin', ['~/tools/volta']],
    ['ASDF_DATA_DIR', '/data/asdf', '/data/asdf/shims', ['/data/asdf', '~/.asdf']],
    ['MISE_DATA_DIR', '/data/mise', '/data/mise/shims', ['/data/mise']],
    ['XDG_DATA_HOME', '/data/ana', '/data/ana/mise/shims', ['/data/ana/mise']],
    ['NODENV_ROOT', '/data/nodenv', '/data/nodenv/shims', ['/data/nodenv']],
    ['PYENV_ROOT', '/data/pyenv', '/data/pyenv/shims', ['/data/pyenv']],
    ['RBENV_ROOT', '/data/rbenv', '/data/rbenv/shims', ['/data/rbenv']],
    ['PNPM_HOME', '/data/pnpm', '/data/pnpm', ['/data/pnpm']],
    ['DENO_INSTALL', '/data/deno', '/data/deno/bin', ['/data/deno/bin']],
    ['CARGO_HOME', '/data/cargo', '/data/cargo/bin', ['/data/cargo/bin', '~/.rustup']],
    ['GOPATH', '/data/go:/data/go2', '/data/go/bin', ['/data/go/bin']],
    ['GOBIN', '/data/gobin', '/data/gobin', ['/data/gobin']],
    ['HOMEBREW_PREFIX', '/data/brew', '/data/brew/sbin', ['/data/brew']],
    ['SDKMAN_DIR', '/data/sdk', '/data/sdk/candidates/java/21/bin', ['/data/sdk/candidates/java/21']],
    ['UV_TOOL_DIR', '/data/uv', '/data/uv/a/bin', ['/data/uv/a']],
    ['PIPX_HOME', '/data/pipx', '/data/pipx/venvs/a/bin', ['/data/pipx/venvs/a']],
  ])('%s=%s: %s', (name, value, entry, roots) => {
    const there = [...BESIDE, `${value.split(':')[0]}/x`]
    expect(rootsOf(entry, { there, env: { [name]: value } })).toEqual(roots)
    expect(rootsOf(entry, { there })).toEqual([])
  })

  test('RUSTUP_HOME, whichever cargo starts it', () => {
    const around = { there: ['/data/rustup', ...BESIDE], env: { RUSTUP_HOME: '/data/rustup' } }
    expect(rootsOf('~/.cargo/bin', around)).toEqual(['~/.cargo/bin', '/data/rustup'])
  })

  test.each([
    ['VOLTA_HOME', '~', '~/bin'],
    ['VOLTA_HOME', '~/.ssh', '~/.ssh/bin'],
    ['VOLTA_HOME', '~/.cargo', '~/.cargo/tools'],
    ['VOLTA_HOME', '/', '/tools'],
    ['PNPM_HOME', '~/.local/bin', '~/.local/bin'],
    ['PNPM_HOME', '~/bin', '~/bin'],
    ['PNPM_HOME', '~/.config/gh', '~/.config/gh'],
    ['GOBIN', '~/.local/bin', '~/.local/bin'],
    ['GOPATH', '~', '~/bin'],
    ['HOMEBREW_PREFIX', '~/.local', '~/.local/bin'],
    ['HOMEBREW_PREFIX', '/home/bob', '/home/bob/bin'],
    ['N_PREFIX', '~/.local', '~/.local/bin'],
    ['PNPM_HOME', 'relative', '~/relative'],
    ['MISE_DATA_DIR', '', '~/shims'],
  ])('nothing for %s=%s and %s: too wide, or secret, or no path', (name, value, entry) => {
    const there = [
      '~/.ssh/id',
      '~/.config/gh/hosts.yml',
      '~/.cargo/credentials.toml',
      '~/bin/x',
      '~/.local/bin/x',
    ]
    expect(rootsOf(entry, { there, env: { [name]: value } })).toEqual([])
  })
})

describe('through links', () => {
  test.each([
    ['~/.asdf/shims', { '~/.asdf': '/data/asdf' }, ['/data/asdf/shims'], ['~/.asdf']],
    [
      '~/.nvm/current/bin',
      { '~/.nvm/current': '~/.nvm/versions/node/v22' },
      [],
      ['~/.nvm/versions/node/v22'],
    ],
    [
      '/run/user/1000/fnm_multishells/1_2/bin',
      { '/run/user/1000/fnm_multishells/1_2': '~/.local/share/fnm/node-versions/v22/installation' },
      [],
      ['~/.local/share/fnm/node-versions/v22/installation'],
    ],
    [
      '~/.sdkman/candidates/java/current/bin',
      { '~/.sdkman/candidates/java/current': '~/.sdkman/candidates/java/21' },
      ['~/.sdkman/candidates/java/21/bin'],
      ['~/.sdkman/candidates/java/current', '~/.sdkman/candidates/java/21'],
    ],
    ['~/.nix-profile/bin', { '~/.nix-profile': '/nix/store/h-env' }, ['/nix/store/h-env/bin'], []],
    ['~/.volta/bin', { '~/.volta': '~' }, ['~/bin/x'], []],
    ['~/.volta/bin', { '~/.volta': '~/.ssh' }, ['~/.ssh/bin/x'], []],
    ['~/.cargo/bin', { '~/.rustup': '~/.gnupg' }, ['~/.gnupg/x'], ['~/.cargo/bin']],
  ])('%s, where %j', (entry, links, there, roots) => {
    const around = { links: links as unknown as Record<string, string> }
    const places = [...there, ...BESIDE, ...Object.values(around.links).map((to) => `${to}/bin`)]
    expect(rootsOf(entry, { ...around, there: places })).toEqual(roots)
  })
})
