/** How managers and installers of Node, and of packages for it, lay things out. */

import { below, type Layout, makeNodePrefix, makePrefix, NODE_PREFIX, TOOL } from './layout.ts'
import { pnpmShim } from './shims.ts'

const NVM = '.nvm/versions/node/v22.1.0'
const FNM = '.local/share/fnm/node-versions/v22.1.0/installation'
const PNPM = '.local/share/pnpm'

export const NODE_LAYOUTS: readonly Layout[] = [
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
    env: { FNM_DIR: '.local/share/fnm', FNM_MULTISHELL_PATH: '../run/fnm_multishells/12_34' },
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
    name: 'n, in the prefix that N_PREFIX names',
    make: (home) => makeNodePrefix(home, 'tools/n'),
    path: 'tools/n/bin',
    env: { N_PREFIX: 'tools/n' },
    seen: below('tools/n', NODE_PREFIX),
    beside: ['tools/n/n/versions/node/20.0.0/secret', 'tools/n/secret', 'tools/secret'],
    runner: 'tools/n/bin/node',
  },
]
