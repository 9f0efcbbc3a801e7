import { PROBES } from '../../probes/index.ts'
import { JailError } from '../errors.ts'
import { printNotice } from '../ui/print.ts'
import { tryQuickly } from '../verify/quick.ts'
import type { Prepared } from './prepare.ts'
import { environment, jailBox, personOf } from './verify.ts'

/**
 * `jail run --verify`: the quick attacks in a box of the same profile and network, before the command starts. Throws
 * `verify.escaped` when one of them escapes; what proves nothing is told and does not stop the start.
 */
export async function refuseEscape({ profile, network }: Prepared['policy']): Promise<void> {
  const judged = await tryQuickly({
    probes: PROBES.filter(
      ({ fast, networks, profile: only }) => fast && !only && (!networks || networks.includes(network)),
    ),
    network,
    person: personOf(),
    outside: process.execPath,
    box: jailBox(profile, network),
    env: environment,
  })
  const escaped = judged.filter(({ verdict }) => verdict === 'escaped' || verdict === 'broken')
  for (const { probe, verdict, reason } of judged)
    if (verdict === 'inconclusive') printNotice(`jail: ${probe.id} proves nothing: ${reason}.`)
  const [first] = escaped
  if (!first) return
  const ids = escaped.map(({ probe }) => probe.id)
  throw new JailError(
    'verify.escaped',
    `Nothing was started: ${ids.length === 1 ? 'the attack' : 'the attacks'} ${ids.join(', ')} worked inside (${first.reason}).`,
    { fix: `Type: jail verify ${profile} ${ids.map((id) => `--only ${id}`).join(' ')}` },
  )
}
