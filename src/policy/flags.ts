import { JailError } from '../errors.ts'
import { refuseWildPlace } from './expand.ts'
import type { Layer } from './layer.ts'
import { join } from './paths.ts'
import { isVariableName } from './variables.ts'
import type { LayerFile, NetworkMode, PathMap, PathWord } from './words.ts'

/** Where the rules of flags come from. */
export const COMMAND_LINE = 'command line'

/** What the flags of one command line say, as strings. */
export type Flags = {
  readonly [W in Exclude<PathWord, 'protect'>]?: readonly string[]
} & { readonly env?: readonly string[]; readonly network?: readonly string[] }

/**
 * The last layer: what was typed. Paths are relative to the current folder, as for any command.
 * Throws `flag.env` for a variable name that no program could read, and `policy.place`.
 */
export function flagLayer(flags: Flags, cwd: string, home: string): Layer {
  const paths = (word: Exclude<PathWord, 'protect'>): PathMap => {
    const map: Record<string, { why: string; required: boolean }> = {}
    for (const text of flags[word] ?? []) {
      // A grant that is not there is a mistake of typing; a hide that matches nothing is reported by the plan, and what
      // is kept may be made inside.
      const required = word !== 'hide' && word !== 'keep'
      map[flagPath(text, cwd, home)] = { why: `--${word} ${text}`, required }
    }
    return map
  }
  const file: LayerFile = {
    hide: paths('hide'),
    read: paths('read'),
    copy: paths('copy'),
    keep: paths('keep'),
    write: paths('write'),
    env: envFlags(flags.env ?? []),
    ...(flags.network?.[0] === undefined ? {} : { network: flags.network[0] as NetworkMode }),
  }
  return { from: COMMAND_LINE, speaker: 'flags', file }
}

function flagPath(text: string, cwd: string, home: string): string {
  if (text === '~' || text.startsWith('~/')) {
    refuseWildPlace(home)
    return join(home, `./${text.slice(1)}`)
  }
  if (text.startsWith('~')) {
    throw new JailError('flag.path', `The path ${JSON.stringify(text)} names the home of another user.`, {
      fix: 'Write it as an absolute path.',
    })
  }
  if (!text.startsWith('/')) refuseWildPlace(cwd)
  return join(cwd, text)
}

function envFlags(texts: readonly string[]): NonNullable<LayerFile['env']> {
  const pass: string[] = []
  // Without a prototype, or a variable named __proto__ would be lost.
  const set: Record<string, string> = Object.create(null)
  for (const text of texts) {
    const equals = text.indexOf('=')
    const name = equals < 0 ? text : text.slice(0, equals)
    if (!isVariableName(name)) {
      throw new JailError('flag.env', `${JSON.stringify(name)} is not the name of a variable.`, {
        fix: 'Write --env NAME or --env NAME=VALUE.',
      })
    }
    if (equals < 0) pass.push(name)
    else set[name] = text.slice(equals + 1)
  }
  return { pass, set }
}
