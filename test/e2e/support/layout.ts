/** What a layout of a tool manager is, and the parts that most of them are made of. */

import type { Tree } from './tree.ts'

/** One layout, with a command `tool` to start. Paths are from the home, or absolute. */
export interface Layout {
  name: string
  make(home: Tree): void
  /** The folder of PATH in which `tool` is found. */
  path: string
  /** Variables that say where the manager keeps things: paths, from the home. */
  env?: Readonly<Record<string, string>>
  /** All files and links around the home that must be seen inside. */
  seen: readonly string[]
  /** Files of the same manager, or next to it, that must not be seen. */
  beside: readonly string[]
  /** What runs the script, when that is a part of the layout. */
  runner?: string
  /** Only as the command itself: a folder that holds all kinds of programs is not shown for the sake of others. */
  alone?: true
}

/** The package `tool`, as `Tree.package` makes it. */
export const TOOL = ['tool/cli.js', 'tool/package.json']

export function below(folder: string, paths: readonly string[]): string[] {
  return paths.map((path) => `${folder}/${path}`)
}

/** A prefix of Node with the package installed globally. */
export const NODE_PREFIX = ['bin/node', 'bin/tool', ...below('lib/node_modules', TOOL)]

export function makePrefix(home: Tree, prefix: string): void {
  home.package(`${prefix}/lib/node_modules`)
  home.link(`${prefix}/bin/tool`, '../lib/node_modules/tool/cli.js')
}

export function makeNodePrefix(home: Tree, prefix: string): void {
  home.node(`${prefix}/bin/node`)
  makePrefix(home, prefix)
}

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
