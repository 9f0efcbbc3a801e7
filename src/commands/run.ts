import type { Run } from '../cli/call.ts'
import { JailError } from '../errors.ts'
import { start } from './start.ts'

/** `jail run`: the first word is a profile or a command; with `--profile` it is a command. */
export const run: Run = async ({ options, words }) => {
  const [word, ...args] = words
  const profile = options.profile?.[0]
  if (word === undefined && profile === undefined) {
    throw new JailError('usage.nothing-to-run', 'There is nothing to run.', {
      fix: 'Name a profile or a command: jail run claude',
    })
  }
  return start({ profile, word, args, options })
}
