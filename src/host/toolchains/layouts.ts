/**
 * Where tool managers keep things, as data. A program, or a folder of PATH, that lies `within` a folder below one of
 * the `bases` needs what `needs` names. Paths of a row are below the base, `*` is one component, '' is the base itself.
 * `~/` is the home folder, `$NAME` the value of a variable or its default in DEFAULTS; a base whose variable is not
 * set is left out. The first row that fits counts. Sources: each manager's documentation, and what was run
 * (docs/toolchains.md says which).
 */
export type Layout = {
  readonly name: string
  readonly bases: readonly string[]
  readonly rows: readonly Row[]
}

export type Row = {
  readonly within: string
  readonly needs: readonly string[]
  /** What a script there needs on top when it is the command itself. */
  readonly scripts?: readonly string[]
}

/** One folder of many: what lies in it needs it and nothing beside it. */
const each = (within: string): Row => ({ within, needs: [within] })
/** A folder whose programs start others anywhere in the base. */
const all = (within: string): Row => ({ within, needs: [''] })

const ASDF = ['', '$ASDF_DIR', '~/.local/bin/asdf', '~/.tool-versions', '$ASDF_CONFIG_FILE']
const MISE = ['', '~/.local/bin/mise', '$MISE_CONFIG_DIR/config.toml', '~/.tool-versions']

export const LAYOUTS: readonly Layout[] = [
  {
    name: 'nvm',
    bases: ['$NVM_DIR', '~/.nvm', '$XDG_CONFIG_HOME/nvm'],
    rows: [each('versions/node/*')],
  },
  {
    name: 'fnm',
    bases: ['$FNM_DIR', '$XDG_DATA_HOME/fnm', '~/.fnm'],
    rows: [each('node-versions/*/installation'), { within: '', needs: ['fnm'] }],
  },
  { name: 'volta', bases: ['$VOLTA_HOME', '~/.volta'], rows: [all('bin'), all('tools')] },
  {
    name: 'asdf',
    bases: ['$ASDF_DATA_DIR', '$ASDF_DIR', '~/.asdf'],
    rows: [each('installs/*/*'), { within: 'shims', needs: ASDF }, { within: 'bin', needs: ASDF }],
  },
  {
    name: 'mise',
    bases: ['$MISE_DATA_DIR', '$XDG_DATA_HOME/mise'],
    rows: [each('installs/*/*'), { within: 'shims', needs: MISE }],
  },
  {
    name: 'nodenv',
    bases: ['$NODENV_ROOT', '~/.nodenv'],
    rows: [each('versions/*'), ...['shims', 'bin', 'libexec'].map(all)],
  },
  {
    name: 'pyenv',
    bases: ['$PYENV_ROOT', '~/.pyenv'],
    rows: [each('versions/*'), ...['shims', 'bin', 'libexec', 'plugins'].map(all)],
  },
  {
    name: 'rbenv',
    bases: ['$RBENV_ROOT', '~/.rbenv'],
    rows: [each('versions/*'), ...['shims', 'bin', 'libexec'].map(all)],
  },
  {
    name: 'bun',
    bases: ['$BUN_INSTALL', '~/.bun'],
    rows: [{ within: 'bin', needs: ['bin', 'install/global'] }],
  },
  {
    name: 'deno',
    bases: ['$DENO_INSTALL', '$DENO_INSTALL_ROOT', '~/.deno'],
    // What `deno install` writes runs `deno run npm:…`, whose modules are in deno's cache.
    rows: [{ within: 'bin', needs: ['bin'], scripts: ['$DENO_DIR'] }],
  },
  { name: 'pnpm', bases: ['$PNPM_HOME', '$XDG_DATA_HOME/pnpm'], rows: [all('')] },
  {
    name: 'yarn',
    bases: ['~/.yarn'],
    rows: [
      {
        within: 'bin',
        needs: [
          'bin',
          '$XDG_CONFIG_HOME/yarn/global/node_modules',
          '$XDG_DATA_HOME/yarn/global/node_modules',
        ],
      },
    ],
  },
  {
    name: 'yarn',
    bases: ['$XDG_CONFIG_HOME/yarn/global', '$XDG_DATA_HOME/yarn/global'],
    rows: [each('node_modules')],
  },
  // Never the base itself: it holds credentials.toml and config.toml, which may hold tokens.
  {
    name: 'cargo',
    bases: ['$CARGO_HOME', '~/.cargo'],
    rows: [{ within: 'bin', needs: ['bin', '$RUSTUP_HOME'] }],
  },
  { name: 'rustup', bases: ['$RUSTUP_HOME'], rows: [each('toolchains/*')] },
  { name: 'Go', bases: ['$GOPATH', '~/go'], rows: [each('bin')] },
  { name: 'Go', bases: ['$GOBIN'], rows: [all('')] },
  // Its programs have an ELF interpreter and libraries all over the prefix.
  { name: 'Homebrew', bases: ['$HOMEBREW_PREFIX', '~/.linuxbrew'], rows: [all('')] },
  { name: 'uv', bases: ['$UV_PYTHON_INSTALL_DIR', '$XDG_DATA_HOME/uv/python'], rows: [each('*')] },
  { name: 'uv', bases: ['$UV_TOOL_DIR', '$XDG_DATA_HOME/uv/tools'], rows: [each('*')] },
  {
    name: 'pipx',
    bases: ['$PIPX_HOME', '$XDG_DATA_HOME/pipx', '~/.local/pipx'],
    rows: [each('venvs/*'), each('py/*')],
  },
  { name: 'sdkman', bases: ['$SDKMAN_DIR', '~/.sdkman'], rows: [each('candidates/*/*')] },
  { name: 'claude', bases: ['$XDG_DATA_HOME/claude'], rows: [each('versions/*')] },
  { name: 'claude, installed locally', bases: ['~/.claude/local'], rows: [all('')] },
  { name: 'Cursor’s agent', bases: ['$XDG_DATA_HOME/cursor-agent'], rows: [each('versions/*')] },
  { name: 'opencode', bases: ['~/.opencode'], rows: [each('bin')] },
  { name: 'amp', bases: ['~/.amp'], rows: [each('bin')] },
]

/** What a variable stands for when it is not set. */
export const DEFAULTS: Readonly<Record<string, string>> = {
  XDG_CONFIG_HOME: '~/.config',
  XDG_DATA_HOME: '~/.local/share',
  XDG_CACHE_HOME: '~/.cache',
  ASDF_DIR: '~/.asdf',
  ASDF_CONFIG_FILE: '~/.asdfrc',
  MISE_CONFIG_DIR: '$XDG_CONFIG_HOME/mise',
  RUSTUP_HOME: '~/.rustup',
  DENO_DIR: '$XDG_CACHE_HOME/deno',
}

/** A prefix with one of these in it is what it looks like, wherever it is, and its programs need all of it. */
export const MARKERS: readonly (readonly [mark: string, why: string])[] = [
  ['pyvenv.cfg', 'a Python environment'],
  ['conda-meta', 'a conda environment'],
  ['lib/jvm.cfg', 'a Java'],
  ['jre/lib/rt.jar', 'a Java'],
  ['src/runtime', 'a Go'],
]

/** What Node itself has in `bin`, where the folder holds the programs of others too. */
export const NODE_PROGRAMS: readonly string[] = ['node', 'npm', 'npx', 'corepack']
