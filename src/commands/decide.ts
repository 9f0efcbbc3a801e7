import { type KeepQuestion, keptOf, whyUnkeepable } from '../plan/kept.ts'
import { COMMAND_LINE } from '../policy/flags.ts'
import type { Ready } from '../recall/kept.ts'
import type { Log } from '../recall/log.ts'
import { Recorder } from '../recall/recorder.ts'
import { type Slot, stateHome } from '../recall/store.ts'
import { Files } from '../sys/files.ts'
import { Libc } from '../sys/libc.ts'
import { noticesOf } from '../ui/notices.ts'
import type { Timing } from '../ui/timing.ts'
import { hostOf, type Prepared, prepare, type Request } from './prepare.ts'
import { reviewOf } from './review-question.ts'

/** A start that was decided anew. */
export type Decided = {
  readonly prepared: Prepared
  readonly ready: Ready
  /** What it was decided from; undefined when the start cannot be kept for the next one. */
  readonly log: Log | undefined
}

/** The whole way from a request to what is to be started. With a slot, what is asked on the way is noted. */
export async function decide(
  request: Request,
  env: Readonly<Record<string, string>>,
  { slot, timing }: { readonly slot: Slot | undefined; readonly timing: Timing },
): Promise<Decided> {
  const recorder = slot && new Recorder()
  const prepared = await prepare(request, await hostOf(recorder ?? new Files(new Libc()), timing, env))
  const { plan, line, known } = prepared
  const { profile, network } = prepared.policy
  const log = recorder?.log()
  return {
    prepared,
    ready: {
      policy: { profile, network },
      line,
      create: plan.create,
      notices: noticesOf(plan, env),
      review: reviewOf(known),
      keeping: keepingOf(prepared),
    },
    log: canBeKept(prepared, env) ? log : undefined,
  }
}

/** What is to be written back at the end; undefined when nothing is. */
function keepingOf({ plan, bwrap, caller, known }: Prepared): KeepQuestion | undefined {
  const kept = keptOf(plan.ops)
  if (kept.length === 0) return undefined
  return { kept, home: caller.home, stateHome: known.stateHome, whyNot: whyUnkeepable(bwrap) }
}

/** A value that a person wrote down may be a secret: it stays in the one file that it was written in. */
function canBeKept(
  { known: { policy, stateHome: real } }: Prepared,
  env: Readonly<Record<string, string>>,
): boolean {
  const isPersons = policy.env.set.some(({ at, from }) => at !== undefined || from === COMMAND_LINE)
  return !isPersons && real === stateHome(env)
}
