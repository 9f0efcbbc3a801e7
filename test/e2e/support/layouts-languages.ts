/** How managers of other languages lay things out, with a Node in place of what they really install. */

import { below, type Layout, TOOL } from './layout.ts'
import type { Tree } from './tree.ts'

const UV = '.local/share/uv'
const PIPX = '.local/share/pipx'
const RUST = '.rustup/toolchains/stable/bin'
const JAVA = '.sdkman/candidates/java'

/** A Node called by another name, and the script that it runs. */
function makePair(home: Tree, folder: string): void {
  home.node(`${folder}/runner`)
  home.script(`${folder}/tool`, home.at(`${folder}/runner`))
}

export const LANGUAGE_LAYOUTS: readonly Layout[] = [
  {
    // Node in place of Python: what counts is that a script names its interpreter, which is a link elsewhere.
    name: 'uv and pipx, whose interpreter is a link to another folder',
    make: (home) => {
      home.node(`${UV}/python/cpython-3.12.1/bin/python3.12`)
      home.file(`${UV}/python/cpython-3.12.1/lib/os.py`, '')
      home.link(`${UV}/python/cpython-3.12`, 'cpython-3.12.1')
      home.file(`${UV}/tools/tool/pyvenv.cfg`, '')
      home.file(`${UV}/tools/tool/lib/tool.py`, '')
      home.link(`${UV}/tools/tool/bin/python`, home.at(`${UV}/python/cpython-3.12/bin/python3.12`))
      home.script(`${UV}/tools/tool/bin/tool`, home.at(`${UV}/tools/tool/bin/python`))
      home.link('.local/bin/tool', home.at(`${UV}/tools/tool/bin/tool`))
    },
    path: '.local/bin',
    alone: true,
    seen: [
      '.local/bin/tool',
      ...below(`${UV}/tools/tool`, ['pyvenv.cfg', 'lib/tool.py', 'bin/python', 'bin/tool']),
      `${UV}/python/cpython-3.12`,
      ...below(`${UV}/python/cpython-3.12.1`, ['bin/python3.12', 'lib/os.py']),
    ],
    beside: [`${UV}/tools/other/secret`, `${UV}/python/cpython-3.11/secret`, '.local/bin/secret'],
    runner: `${UV}/python/cpython-3.12.1/bin/python3.12`,
  },
  {
    name: 'pipx, whose interpreter is one that pipx fetched',
    make: (home) => {
      home.node(`${PIPX}/py/3.12/bin/python3.12`)
      home.file(`${PIPX}/venvs/tool/pyvenv.cfg`, '')
      home.link(`${PIPX}/venvs/tool/bin/python`, home.at(`${PIPX}/py/3.12/bin/python3.12`))
      home.script(`${PIPX}/venvs/tool/bin/tool`, home.at(`${PIPX}/venvs/tool/bin/python`))
      home.link('.local/bin/tool', home.at(`${PIPX}/venvs/tool/bin/tool`))
    },
    path: '.local/bin',
    alone: true,
    seen: [
      '.local/bin/tool',
      ...below(`${PIPX}/venvs/tool`, ['pyvenv.cfg', 'bin/python', 'bin/tool']),
      `${PIPX}/py/3.12/bin/python3.12`,
    ],
    beside: [
      `${PIPX}/venvs/other/secret`,
      `${PIPX}/py/3.11/secret`,
      `${PIPX}/logs/secret`,
      '.local/bin/secret',
    ],
    runner: `${PIPX}/py/3.12/bin/python3.12`,
  },
  {
    name: 'cargo, whose programs are links to rustup',
    make: (home) => {
      makePair(home, RUST)
      home.file('.cargo/bin/rustup', `#!/bin/sh\nexec ~/${RUST}/"\${0##*/}" "$@"\n`, 0o755)
      home.link('.cargo/bin/tool', 'rustup')
    },
    path: '.cargo/bin',
    env: { CARGO_HOME: '.cargo', RUSTUP_HOME: '.rustup' },
    seen: ['.cargo/bin/rustup', '.cargo/bin/tool', ...below(RUST, ['runner', 'tool'])],
    beside: [
      '.cargo/credentials.toml',
      '.cargo/config.toml',
      '.cargo/registry/secret',
      '.local/share/other/secret',
    ],
    runner: `${RUST}/runner`,
  },
  {
    name: 'programs of Go, where GOPATH says',
    make: (home) => makePair(home, 'code-of-go/bin'),
    path: 'code-of-go/bin',
    env: { GOPATH: 'code-of-go' },
    seen: below('code-of-go/bin', ['runner', 'tool']),
    beside: ['code-of-go/pkg/secret', 'code-of-go/src/private/secret', '.config/go/env'],
    runner: 'code-of-go/bin/runner',
  },
  {
    name: 'sdkman, whose current version is a link',
    make: (home) => {
      makePair(home, `${JAVA}/21/bin`)
      home.link(`${JAVA}/current`, '21')
    },
    path: `${JAVA}/current/bin`,
    env: { SDKMAN_DIR: '.sdkman', JAVA_HOME: `${JAVA}/current` },
    seen: [`${JAVA}/current`, ...below(`${JAVA}/21/bin`, ['runner', 'tool'])],
    beside: [
      `${JAVA}/17/secret`,
      '.sdkman/etc/config',
      '.sdkman/candidates/maven/3/secret',
      '.m2/settings.xml',
    ],
    runner: `${JAVA}/21/bin/runner`,
  },
  {
    name: 'Homebrew in the home folder',
    make: (home) => {
      home.node('.linuxbrew/Cellar/node/22/bin/node')
      home.link('.linuxbrew/opt/node', '../Cellar/node/22')
      home.package(
        '.linuxbrew/Cellar/tool/1/libexec/lib/node_modules',
        home.at('.linuxbrew/opt/node/bin/node'),
      )
      home.link('.linuxbrew/Cellar/tool/1/bin/tool', '../libexec/lib/node_modules/tool/cli.js')
      home.link('.linuxbrew/bin/tool', '../Cellar/tool/1/bin/tool')
    },
    path: '.linuxbrew/bin',
    env: { HOMEBREW_PREFIX: '.linuxbrew' },
    seen: below('.linuxbrew', [
      'bin/tool',
      'opt/node',
      'Cellar/node/22/bin/node',
      'Cellar/tool/1/bin/tool',
      ...below('Cellar/tool/1/libexec/lib/node_modules', TOOL),
    ]),
    beside: ['.cache/Homebrew/secret', '.local/share/other/secret', '.homebrew/secret'],
    runner: '.linuxbrew/Cellar/node/22/bin/node',
  },
  {
    name: 'conda, one environment of several',
    make: (home) => {
      makePair(home, 'miniconda3/envs/work/bin')
      home.file('miniconda3/envs/work/conda-meta/history', '')
    },
    path: 'miniconda3/envs/work/bin',
    env: { CONDA_PREFIX: 'miniconda3/envs/work' },
    seen: below('miniconda3/envs/work', ['bin/runner', 'bin/tool', 'conda-meta/history']),
    beside: ['miniconda3/envs/other/secret', 'miniconda3/.condarc', '.condarc'],
    runner: 'miniconda3/envs/work/bin/runner',
  },
  {
    name: 'opencode’s own installer',
    make: (home) => makePair(home, '.opencode/bin'),
    path: '.opencode/bin',
    seen: below('.opencode/bin', ['runner', 'tool']),
    beside: ['.opencode/secret', '.local/share/opencode/auth.json'],
    runner: '.opencode/bin/runner',
  },
]
