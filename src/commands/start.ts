import { EXIT, JailError } from '../errors.ts'
import { launch, makePlaces } from '../launch/launch.ts'
import { limitedStart } from '../launch/limited.ts'
import { lend, takeBack } from '../launch/loans.ts'
import type { Outcome } from '../launch/outcome.ts'
import { parentOf } from '../policy/paths.ts'
import { Files } from '../sys/files.ts'
import { Libc } from '../sys/libc.ts'
import { replaceFile } from '../sys/write.ts'
import { dryRunText } from '../ui/dry-run.ts'
import { noticesOf } from '../ui/notices.ts'
import { printNotice, printResult } from '../ui/print.ts'
import { Timing } from '../ui/timing.ts'
import { refuseLostBytes } from './lost-bytes.ts'
import { hostOf, type Prepared, prepare, type Request } from './prepare.ts'
import { beginReview, endReview } from './reviewing.ts'

/** The one way from a request to a running command: policy, facts, plan, launch. Answers the exit code. */
export async function start(request: Request): Promise<number> {
  const timing = new Timing(process.env['JAIL_TIMING'] !== undefined)
  const files = new Files(new Libc())
  timing.mark('libc')
  refuseLostBytes(process.argv, files)
  const prepared = await prepare(request, await hostOf(files, timing))
  const { caller, plan, line } = prepared
  if (request.options.dryRun) {
    printResult(dryRunText(line, plan.create, caller.env))
    return EXIT.ok
  }
  if (!request.options.quiet) for (const notice of noticesOf(plan, caller.env)) printNotice(`jail: ${notice}`)
  if (request.options.verify) {
    const { refuseEscape } = await import('./verify-start.ts')
    await refuseEscape(prepared)
    timing.mark('verify')
  }
  makePlaces(plan.create, files)
  if (prepared.bwrapAnswer) remember(prepared.bwrapAnswer, files)
  const review = await beginReview(prepared.known, files, request.options.quiet !== undefined)
  timing.mark('review')
  const limited = await limitedStart(line, files)
  const loans = lend(plan.create, files)
  let outcome: Outcome
  try {
    outcome = launch(line, files, { limited, mark: (stage) => timing.mark(stage) })
  } finally {
    takeBack(loans, files)
    if (review) await endReview(review, files)
    timing.mark('review at the end')
  }
  timing.print(printNotice)
  return exitCodeOf(outcome, prepared, files)
}

/** A read-only or full home only costs the next start the same question again. */
function remember({ path, text }: { readonly path: string; readonly text: string }, files: Files): void {
  if (files.makeFolder(parentOf(path)) === 0) replaceFile(files, path, text)
}

async function exitCodeOf(
  outcome: Outcome,
  { caller, plan, bwrap }: Prepared,
  files: Files,
): Promise<number> {
  if (outcome.kind === 'ran') return outcome.code
  if (outcome.kind === 'killed') return 128 + outcome.signal
  // Loaded only here: a start that works needs none of it.
  const { execFailure, explainStart, setupFailure } = await import('../diagnose/failure.ts')
  if (outcome.kind === 'exec-failed') throw execFailure(plan.argv[0] ?? '', outcome.errno)
  const { gatherBlockers } = await import('../host/gather/blockers.ts')
  const blockers = gatherBlockers(bwrap, caller, files)
  if (outcome.kind === 'setup-failed') throw setupFailure(outcome.text, blockers)
  const { cause, sentence } = explainStart(bwrap.path, outcome, blockers)
  throw new JailError(`launch.${cause.id}`, sentence, { fix: cause.fix })
}
