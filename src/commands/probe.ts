import { probesNamed } from '../../probes/index.ts'
import { EXIT, JailError } from '../errors.ts'
import { printResult } from '../ui/print.ts'
import { hereText } from '../verify/enter.ts'
import type { Field } from '../verify/probe.ts'
import { tryProbes } from '../verify/try.ts'
import { beWitness } from '../verify/witness.ts'

/**
 * `jail __probe`, hidden: what `jail verify` starts inside of a box and outside. It does what its arguments say and knows
 * nothing else: `witness CANARY FOLDER`, `here`, or `try FIELD ID,…` with the field as JSON.
 */
export async function runProbe(words: readonly string[]): Promise<number> {
  const [what, first = '', ...rest] = words
  if (what === 'witness') {
    await beWitness(first, rest[0] ?? '')
    return EXIT.ok
  }
  if (what === 'here') {
    printResult(hereText())
    return EXIT.ok
  }
  if (what !== 'try')
    throw new JailError('probe.usage', 'jail __probe is what jail verify starts.', {
      fix: 'Type: jail verify',
    })
  const field = JSON.parse(first) as Field
  await tryProbes(probesNamed(rest.join(',').split(',')), field, (answer) =>
    printResult(JSON.stringify(answer)),
  )
  return EXIT.ok
}
