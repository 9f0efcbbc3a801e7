import type { Run } from '../cli/call.ts'
import { JailError } from '../errors.ts'
import { BUILTIN_PROFILES } from '../policy/builtin.ts'
import { start } from './start.ts'

/** `jail run`: the first word is a profile or a command; with `--profile` it is a command. */
export const run: Run = async ({ options, words }) => {
  const [word, ...args] = words
  const named = options.profile?.[0]
  if (word === undefined && named === undefined) {
    throw new JailError('usage.nothing-to-run', 'There is nothing to run.', {
      fix: 'Name a profile or a command: jail run claude',
    })
  }
  if (named !== undefined) return start({ profile: named, command: word, args, options })
  const profile = word !== undefined && Object.hasOwn(BUILTIN_PROFILES, word) ? word : undefined
  if (profile !== undefined) return start({ profile, command: undefined, args, options })
  return start({ profile: 'base', command: word, args, options })
}
