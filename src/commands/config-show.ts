import type { Run } from '../cli/call.ts'
import { EXIT, JailError } from '../errors.ts'
import { effectivePolicy } from '../policy/effective.ts'
import { Files } from '../sys/files.ts'
import { Libc } from '../sys/libc.ts'
import { configText } from '../ui/config-text.ts'
import { jsonText } from '../ui/escape.ts'
import { printNotice, printResult } from '../ui/print.ts'
import { Timing } from '../ui/timing.ts'
import { hostOf, readPolicy } from './prepare.ts'

/** `jail config show [profile]`: the policy that is in force here, each value with its origin. Reads only. */
export const run: Run = async ({ options, words }) => {
  const [word, more] = words
  if (more !== undefined)
    throw new JailError(
      'usage.too-many',
      `jail config show takes one profile, but got ${JSON.stringify(more)} too.`,
      {
        fix: `Type: jail config show ${word}`,
      },
    )
  const host = { ...(await hostOf(new Files(new Libc()), new Timing(false))), looksOnly: true } as const
  const profile = options.profile?.[0] ?? word ?? 'base'
  const { policy, layers, unallowed } = await readPolicy(
    { profile, word: undefined, args: [], options },
    host,
  )
  const effective = effectivePolicy(policy, layers)
  printResult(options.json ? jsonText(effective) : configText(effective, host.caller.home))
  if (unallowed) printNotice(`jail: ${unallowed.message}\n      ${unallowed.fix}`)
  return unallowed ? EXIT.findings : EXIT.ok
}
