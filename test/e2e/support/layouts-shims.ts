/** How managers lay things out that put scripts or links of their own on PATH, which then find the version. */

import { below, type Layout, makeNodePrefix, NODE_PREFIX, TOOL } from './layout.ts'
import { asdf, envShim, envStarter } from './shims.ts'
import type { Tree } from './tree.ts'

const ASDF_NODE = '.asdf/installs/nodejs/22.1.0'
const MISE_NODE = '.local/share/mise/installs/node/22.1.0'
const VOLTA_IMAGE = '.volta/tools/image'

export const SHIM_LAYOUTS: readonly Layout[] = [
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
      home.file('.asdfrc', 'legacy_version_file = yes\n')
      home.file('.asdf/shims/tool', '#!/usr/bin/env bash\nexec ~/.asdf/bin/asdf exec tool "$@"\n', 0o755)
      home.file('.asdf/bin/asdf', asdf(), 0o755)
    },
    path: '.asdf/shims',
    seen: [
      '.tool-versions',
      '.asdfrc',
      '.asdf/shims/tool',
      '.asdf/bin/asdf',
      ...below(ASDF_NODE, NODE_PREFIX),
    ],
    beside: ['.default-npm-packages', '.local/share/other/secret', '.local/bin/secret'],
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
    name: 'asdf, where ASDF_DATA_DIR says',
    make: (home) => {
      makeNodePrefix(home, 'data/asdf/installs/nodejs/22.1.0')
      home.file('.tool-versions', 'nodejs 22.1.0\n')
      home.file('data/asdf/shims/tool', '#!/usr/bin/env bash\nexec ~/.local/bin/asdf exec tool "$@"\n', 0o755)
      home.file('.local/bin/asdf', asdf('"$ASDF_DATA_DIR"'), 0o755)
    },
    path: 'data/asdf/shims',
    env: { ASDF_DATA_DIR: 'data/asdf' },
    seen: [
      '.tool-versions',
      '.local/bin/asdf',
      'data/asdf/shims/tool',
      ...below('data/asdf/installs/nodejs/22.1.0', NODE_PREFIX),
    ],
    beside: ['data/secret', '.local/bin/secret'],
    runner: 'data/asdf/installs/nodejs/22.1.0/bin/node',
  },
  {
    name: 'volta, where VOLTA_HOME says, outside of home',
    make: (home) => {
      home.node('../data/volta/tools/image/node/22.1.0/bin/node')
      home.script(
        '../data/volta/tools/image/packages/tool/tool',
        home.at('../data/volta/tools/image/node/22.1.0/bin/node'),
      )
      home.file(
        '../data/volta/bin/volta-shim',
        `#!/bin/sh\nexec "$VOLTA_HOME/tools/image/packages/\${0##*/}/tool" "$@"\n`,
        0o755,
      )
      home.link('../data/volta/bin/tool', 'volta-shim')
    },
    path: '../data/volta/bin',
    env: { VOLTA_HOME: '../data/volta' },
    seen: below('../data/volta', [
      'bin/tool',
      'bin/volta-shim',
      'tools/image/node/22.1.0/bin/node',
      'tools/image/packages/tool/tool',
    ]),
    beside: ['../data/secret', '../data/other/bin/secret', '.volta/secret'],
    runner: '../data/volta/tools/image/node/22.1.0/bin/node',
  },
  {
    name: 'mise, where MISE_DATA_DIR says, with a folder of PATH for each tool',
    make: (home) => makeNodePrefix(home, 'data/mise/installs/node/22.1.0'),
    path: 'data/mise/installs/node/22.1.0/bin',
    env: { MISE_DATA_DIR: 'data/mise' },
    seen: below('data/mise/installs/node/22.1.0', NODE_PREFIX),
    beside: ['data/mise/installs/node/20.0.0/secret', 'data/mise/secret', '.config/mise/config.toml'],
    runner: 'data/mise/installs/node/22.1.0/bin/node',
  },
  ...['.nodenv', '.pyenv', '.rbenv'].map(shimmed),
]

/** nodenv, pyenv and rbenv are one design: `shims/X` starts `libexec/NAME exec X`, which reads `version`. */
function shimmed(folder: string): Layout {
  const name = folder.slice(1)
  return {
    name: `${name}, whose shims start ${name}`,
    make: (home: Tree) => {
      makeNodePrefix(home, `${folder}/versions/22.1.0`)
      home.file(`${folder}/version`, '22.1.0\n')
      home.file(`${folder}/shims/tool`, envShim(home.at(folder), name), 0o755)
      home.file(`${folder}/libexec/${name}`, envStarter(home.at(folder)), 0o755)
    },
    path: `${folder}/shims`,
    env: { [`${name.toUpperCase()}_ROOT`]: folder },
    seen: below(folder, [
      'version',
      'shims/tool',
      `libexec/${name}`,
      ...below('versions/22.1.0', NODE_PREFIX),
    ]),
    beside: ['secret', `${folder}-secret/secret`, '.local/share/other/secret', '.config/pip/secret'],
    runner: `${folder}/versions/22.1.0/bin/node`,
  }
}
