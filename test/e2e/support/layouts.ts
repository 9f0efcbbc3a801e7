/** How tool managers lay out Node and its programs below a home, with a command `tool` to start. */

import { asdf, pnpmShim } from './shims.ts'
import type { Tree } from './tree.ts'

/** One layout. Paths are from the home, or absolute. */
export interface Layout {
  name: string
  make(home: Tree): void
  /** The folder of PATH in which `tool` is found. */
  path: string
  /** All files and links around the home that must be seen inside. */
  seen: readonly string[]
  /** Files of the same manager, or next to it, that must not be seen. */
  beside: readonly string[]
  /** What runs the script, when that is a part of the layout. */
  runner?: string
  /** Only as the command itself: a folder that holds all kinds of programs is not shown for the sake of others. */
  alone?: true
}

const NVM = '.nvm/versions/node/v22.1.0'
const FNM = '.local/share/fnm/node-versions/v22.1.0/installation'
const PNPM = '.local/share/pnpm'
const UV = '.local/share/uv'
const ASDF_NODE = '.asdf/installs/nodejs/22.1.0'
const MISE_NODE = '.local/share/mise/installs/node/22.1.0'
const VOLTA_IMAGE = '.volta/tools/image'
/** The package `tool`, as `Tree.package` makes it. */
const TOOL = ['tool/cli.js', 'tool/package.json']
const below = (folder: string, paths: readonly string[]) => paths.map((path) => `${folder}/${path}`)
/** A prefix of Node with the package installed globally. */
const NODE_PREFIX = ['bin/node', 'bin/tool', ...below('lib/node_modules', TOOL)]

function makePrefix(home: Tree, prefix: string): void {
  home.package(`${prefix}/lib/node_modules`)
  home.link(`${prefix}/bin/tool`, '../lib/node_modules/tool/cli.js')
}

function makeNodePrefix(home: Tree, prefix: string): void {
  home.node(`${prefix}/bin/node`)
  makePrefix(home, prefix)
}

export const LAYOUTS: readonly Layout[] = [
  {
    name: 'nvm',
    make: (home) => makeNodePrefix(home, NVM),
    path: `${NVM}/bin`,
    seen: below(NVM, NODE_PREFIX),
    beside: ['.nvm/alias-secret', '.nvm/alias/default', '.nvm/versions/node/v20.0.0/secret', 'secret'],
    runner: `${NVM}/bin/node`,
  },
  {
    name: 'nvm with its link to the current version',
    make: (home) => {
      makeNodePrefix(home, NVM)
      home.link('.nvm/current', home.at(NVM))
    },
    path: '.nvm/current/bin',
    seen: ['.nvm/current', ...below(NVM, NODE_PREFIX)],
    beside: ['.nvm/alias-secret', '.nvm/versions/node/v20.0.0/secret'],
    runner: `${NVM}/bin/node`,
  },
  {
    name: 'fnm, whose folder of PATH is a link in a runtime folder',
    make: (home) => {
      makeNodePrefix(home, FNM)
      home.link('../run/fnm_multishells/12_34', home.at(FNM))
    },
    path: '../run/fnm_multishells/12_34/bin',
    seen: ['../run/fnm_multishells/12_34', ...below(FNM, NODE_PREFIX)],
    beside: ['.local/share/fnm/aliases/secret', '.local/share/other/secret', '../run/secret'],
    runner: `${FNM}/bin/node`,
  },
  {
    name: 'an npm prefix of its own',
    make: (home) => makePrefix(home, '.npm-global'),
    path: '.npm-global/bin',
    seen: below('.npm-global', ['bin/tool', ...below('lib/node_modules', TOOL)]),
    beside: ['.npm-global/secret', '.npmrc', '.npm/_logs/secret', 'secret'],
  },
  {
    name: 'an npm prefix in ~/.local',
    make: (home) => makePrefix(home, '.local'),
    path: '.local/bin',
    alone: true,
    seen: below('.local', ['bin/tool', ...below('lib/node_modules', TOOL)]),
    beside: ['.local/bin/secret', '.local/lib/secret', '.local/share/other/secret'],
  },
  {
    name: 'bun',
    make: (home) => {
      home.program('.bun/bin/bun', process.execPath)
      home.package('.bun/install/global/node_modules', '/usr/bin/env bun')
      home.link('.bun/bin/tool', '../install/global/node_modules/tool/cli.js')
    },
    path: '.bun/bin',
    seen: below('.bun', ['bin/bun', 'bin/tool', ...below('install/global/node_modules', TOOL)]),
    beside: ['.bun/secret', '.bun/install/cache/secret', '.bunfig.toml'],
    runner: '.bun/bin/bun',
  },
  {
    name: 'pnpm, whose commands are shell scripts',
    make: (home) => {
      const modules = `${PNPM}/global/5/.pnpm/tool@1.0.0/node_modules`
      home.package(modules)
      home.link(`${PNPM}/global/5/node_modules/tool`, '../.pnpm/tool@1.0.0/node_modules/tool')
      home.file(`${PNPM}/tool`, pnpmShim(home.at(modules)), 0o755)
    },
    path: PNPM,
    seen: below(PNPM, [
      'tool',
      'global/5/node_modules/tool',
      ...below('global/5/.pnpm/tool@1.0.0/node_modules', TOOL),
    ]),
    beside: ['.local/share/other/secret', '.local/state/pnpm/secret', '.config/pnpm/rc'],
  },
  {
    name: 'yarn, through two links',
    make: (home) => {
      home.package('.config/yarn/global/node_modules')
      home.link('.config/yarn/global/node_modules/.bin/tool', '../tool/cli.js')
      home.link('.yarn/bin/tool', '../../.config/yarn/global/node_modules/.bin/tool')
    },
    path: '.yarn/bin',
    alone: true,
    seen: ['.yarn/bin/tool', ...below('.config/yarn/global/node_modules', ['.bin/tool', ...TOOL])],
    beside: ['.yarn/secret', '.config/yarn/secret', '.config/other/secret', '.yarnrc'],
  },
  {
    name: 'a native installer: a link to one program in the folder of its version',
    make: (home) => {
      home.node('.local/share/claude/versions/1.0/claude')
      home.link('.local/bin/claude', home.at('.local/share/claude/versions/1.0/claude'))
      home.script('.local/bin/tool', home.at('.local/bin/claude'))
    },
    path: '.local/bin',
    alone: true,
    seen: ['.local/bin/claude', '.local/bin/tool', '.local/share/claude/versions/1.0/claude'],
    beside: ['.local/share/claude/versions/0.9/secret', '.local/share/other/secret', '.local/bin/secret'],
    runner: '.local/share/claude/versions/1.0/claude',
  },
  {
    name: 'volta, which decides by name',
    make: (home) => {
      home.node(`${VOLTA_IMAGE}/node/22.1.0/bin/node`)
      home.package(`${VOLTA_IMAGE}/packages/tool/lib/node_modules`)
      const script = `packages/"\${0##*/}"/lib/node_modules/tool/cli.js`
      home.file(
        '.volta/bin/volta-shim',
        `#!/bin/sh\ncd ~/${VOLTA_IMAGE} && exec node/22.1.0/bin/node ${script} "$@"\n`,
        0o755,
      )
      home.link('.volta/bin/tool', 'volta-shim')
    },
    path: '.volta/bin',
    seen: [
      ...below('.volta/bin', ['tool', 'volta-shim']),
      `${VOLTA_IMAGE}/node/22.1.0/bin/node`,
      ...below(`${VOLTA_IMAGE}/packages/tool/lib/node_modules`, TOOL),
    ],
    beside: ['secret', '.local/share/other/secret'],
    runner: `${VOLTA_IMAGE}/node/22.1.0/bin/node`,
  },
  {
    name: 'asdf, whose shims start asdf',
    make: (home) => {
      makeNodePrefix(home, ASDF_NODE)
      home.file('.tool-versions', 'nodejs 22.1.0\n')
      home.file('.asdf/shims/tool', '#!/usr/bin/env bash\nexec ~/.asdf/bin/asdf exec tool "$@"\n', 0o755)
      home.file('.asdf/bin/asdf', asdf(), 0o755)
    },
    path: '.asdf/shims',
    seen: ['.tool-versions', '.asdf/shims/tool', '.asdf/bin/asdf', ...below(ASDF_NODE, NODE_PREFIX)],
    beside: ['.asdfrc', '.local/share/other/secret'],
    runner: `${ASDF_NODE}/bin/node`,
  },
  {
    name: 'mise, whose shims are links to mise',
    make: (home) => {
      makeNodePrefix(home, MISE_NODE)
      const start = `PATH=~/${MISE_NODE}/bin:$PATH && exec ~/${MISE_NODE}/bin/"\${0##*/}" "$@"`
      home.file('.local/bin/mise', `#!/bin/sh\n${start}\n`, 0o755)
      home.link('.local/share/mise/shims/tool', home.at('.local/bin/mise'))
      home.file('.config/mise/config.toml', '[tools]\nnode = "22.1.0"\n')
    },
    path: '.local/share/mise/shims',
    seen: [
      '.local/bin/mise',
      '.local/share/mise/shims/tool',
      '.config/mise/config.toml',
      ...below(MISE_NODE, NODE_PREFIX),
    ],
    beside: ['.config/mise/secret', '.local/bin/secret', '.local/share/other/secret'],
    runner: `${MISE_NODE}/bin/node`,
  },
  {
    // Node in place of Python: what counts is that a script names its interpreter, which is a link elsewhere.
    name: 'uv and pipx, whose interpreter is a link to another folder',
    make: (home) => {
      home.node(`${UV}/python/cpython-3.12/bin/python3.12`)
      home.file(`${UV}/python/cpython-3.12/lib/os.py`, '')
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
      ...below(`${UV}/python/cpython-3.12`, ['bin/python3.12', 'lib/os.py']),
    ],
    beside: [`${UV}/tools/other/secret`, `${UV}/python/cpython-3.11/secret`, '.local/bin/secret'],
    runner: `${UV}/python/cpython-3.12/bin/python3.12`,
  },
]

/** Node unpacked into a folder of its own, reached through a link to a link, each in another folder. */
export function unpackedNode(top: string, name: string): Layout {
  const prefix = `${top}/node-v22.1.0`
  return {
    name,
    make: (home) => {
      makeNodePrefix(home, prefix)
      home.link('node-current', home.at(prefix))
      home.link('.local/bin/node', home.at('node-current/bin/node'))
      home.link('.local/bin/tool', '../../node-current/bin/tool')
    },
    path: '.local/bin',
    alone: true,
    seen: ['node-current', '.local/bin/node', '.local/bin/tool', ...below(prefix, NODE_PREFIX)],
    beside: ['.local/bin/secret', '.local/share/other/secret'],
    runner: `${prefix}/bin/node`,
  }
}
