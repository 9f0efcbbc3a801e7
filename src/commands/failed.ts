import { execFailure, explainStart, setupFailure } from '../diagnose/failure.ts'
import { JailError } from '../errors.ts'
import { gatherBlockers } from '../host/gather/blockers.ts'
import { movedPlace } from '../launch/moved.ts'
import type { Outcome } from '../launch/outcome.ts'
import type { Launch } from '../plan/encode.ts'
import type { Slot } from '../recall/store.ts'
import type { Files } from '../sys/files.ts'
import { removeFile } from '../sys/write.ts'
import type { Timing } from '../ui/timing.ts'
import { hostOf, prepare, type Request } from './prepare.ts'

type Failed = Exclude<Outcome, { readonly kind: 'ran' } | { readonly kind: 'killed' }>

type Start = {
  readonly request: Request
  readonly env: Readonly<Record<string, string>>
  readonly files: Files
  readonly timing: Timing
  readonly slot: Slot | undefined
}

/** The error for a start that did not come to its command. What was kept of it is forgotten, so that it is decided anew. */
export async function startFailure(outcome: Failed, line: Launch, start: Start): Promise<JailError> {
  const { request, env, files, timing, slot } = start
  if (slot) removeFile(files, slot.path)
  if (outcome.kind === 'exec-failed') return execFailure(line.argv[0] ?? '', outcome.errno)
  if (outcome.kind === 'moved') return movedPlace(outcome.path, outcome.found)
  // Asked again: who calls and which bwrap there is, is not kept with a start.
  const { bwrap, caller } = await prepare(request, await hostOf(files, timing, env))
  const blockers = gatherBlockers(bwrap, caller, files)
  if (outcome.kind === 'setup-failed') return setupFailure(outcome.text, blockers)
  const { cause, sentence } = explainStart(bwrap.path, outcome, blockers)
  return new JailError(`launch.${cause.id}`, sentence, { fix: cause.fix })
}
