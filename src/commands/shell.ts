import type { Run } from '../cli/call.ts'
import { JailError } from '../errors.ts'
import { start } from './start.ts'

/** `jail shell`: the person's own shell, in the shell profile or in that of an agent. */
export const run: Run = async ({ options, words }) => {
  const [profile, ...more] = words
  if (more.length > 0) {
    throw new JailError(
      'usage.too-many',
      `jail shell takes one profile, but got ${JSON.stringify(more[0])} too.`,
      { fix: 'To run a command: jail run …' },
    )
  }
  return start({ profile: options.profile?.[0], word: profile, shell: true, args: [], options })
}
