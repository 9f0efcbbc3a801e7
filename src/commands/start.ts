import { EXIT } from '../errors.ts'
import { launch, makePlaces } from '../launch/launch.ts'
import { limitedStart } from '../launch/limited.ts'
import { lend, takeBack } from '../launch/loans.ts'
import type { Outcome } from '../launch/outcome.ts'
import type { Replaced } from '../plan/detachable.ts'
import type { KeepQuestion } from '../plan/kept.ts'
import { parentOf } from '../policy/paths.ts'
import type { Ready } from '../recall/kept.ts'
import { keep, recall, type Slot, slotFor } from '../recall/store.ts'
import type { ReviewQuestion } from '../review/state.ts'
import { Files } from '../sys/files.ts'
import { Libc } from '../sys/libc.ts'
import { replaceFile } from '../sys/write.ts'
import { printNotice, printResult } from '../ui/print.ts'
import { Timing } from '../ui/timing.ts'
import { definedEnv } from './environment.ts'
import type { Keeping } from './keeping.ts'
import { refuseLostBytes, refuseLostValues } from './lost-bytes.ts'
import type { Prepared, Request } from './prepare.ts'
import type { Reviewing } from './reviewing.ts'

/**
 * The one way from a request to a running command: policy, facts, plan, launch. When the last start with these words was
 * decided from the same answers of the machine, what it decided is taken. Answers the exit code.
 */
export async function start(request: Request): Promise<number> {
  const timing = new Timing(process.env['JAIL_TIMING'] !== undefined)
  const files = new Files(new Libc())
  timing.mark('libc')
  refuseLostBytes(process.argv, files)
  const env = definedEnv(process.env)
  const slot = slotOf(request, env, files)
  const recalled = slot && recall(slot, files)
  timing.mark('recall')
  const start = { request, env, files, timing, slot }
  if (recalled) {
    refuseLostValues(recalled.line.env, files)
    return run(recalled, start)
  }
  const decided = await decideAnew(start)
  return decided ? run(decided.ready, start, decided.meanwhile) : EXIT.ok
}

/**
 * What to start and what to do while it is made; undefined when nothing is to be started. A function of its own, since
 * what it thought of would be kept in memory for as long as the command runs.
 */
async function decideAnew(
  start: Start,
): Promise<{ readonly ready: Ready; readonly meanwhile: () => void } | undefined> {
  const { request, env, files, slot } = start
  const { decide } = await import('./decide.ts')
  const { prepared, ready, log } = await decide(request, env, start)
  refuseLostValues(ready.line.env, files)
  if (request.options.dryRun) {
    const { dryRunText } = await import('../ui/dry-run.ts')
    printResult(dryRunText(ready.line, ready.create, env))
    return undefined
  }
  if (prepared.bwrapAnswer) remember(prepared.bwrapAnswer, files)
  let kept = log
  const meanwhile = (): void => {
    if (slot && kept) keep(slot, ready, kept, files)
    kept = undefined
  }
  return { ready, meanwhile }
}

/** A start as it was asked for, and with what it is made. */
type Start = {
  readonly request: Request
  readonly env: Readonly<Record<string, string>>
  readonly files: Files
  readonly timing: Timing
  readonly slot: Slot | undefined
}

/** A start that starts nothing is decided anew. What is only said or only proven before it decides nothing. */
function slotOf(request: Request, env: Start['env'], files: Files): Slot | undefined {
  const { args, options, ...rest } = request
  const { quiet, verify, ...asked } = options
  return asked.dryRun ? undefined : slotFor([rest, asked], { args, env }, files)
}

/** Does what was decided. `meanwhile` is done while the box is made. */
async function run(ready: Ready, start: Start, meanwhile?: () => void): Promise<number> {
  const { files, timing, request } = start
  const isQuiet = request.options.quiet !== undefined
  if (request.options.verify) {
    const { refuseEscape } = await import('./verify-start.ts')
    await refuseEscape(ready.policy)
    timing.mark('verify')
  }
  if (!isQuiet) for (const notice of ready.notices) printNotice(`jail: ${notice}`)
  makePlaces(ready.create, files)
  const keeping = ready.keeping && (await beginKeeping(ready.keeping, files))
  const limited = await limitedStart(ready.line, files)
  const loans = lend(ready.create, files)
  let review: Reviewing | undefined
  let replaced: readonly Replaced[] = []
  let outcome: Outcome
  try {
    outcome = await launch(keeping?.lineOf(ready.line) ?? ready.line, files, {
      limited,
      mark: (stage) => timing.mark(stage),
      async meanwhile() {
        const question = ready.review
        if (question) review = await beginReview(question, files, isQuiet)
        timing.mark('review')
        meanwhile?.()
      },
      hold: keeping?.hold,
      replaced: (places) => {
        replaced = places
      },
    })
  } finally {
    takeBack(loans, files)
    // Before the review, which lists what the host would run of it.
    keeping?.end()
    if (replaced.length > 0) await tellReplaced(replaced, isQuiet)
    await review?.end()
    timing.mark('review at the end')
  }
  timing.print(printNotice)
  if (outcome.kind === 'ran') return outcome.code
  if (outcome.kind === 'killed') return 128 + outcome.signal
  // Loaded only here: a start that works needs none of it.
  const { startFailure } = await import('./failed.ts')
  throw await startFailure(outcome, ready.line, start)
}

/** Loaded while bwrap makes the box, which takes longer. */
async function beginReview(
  question: ReviewQuestion,
  files: Files,
  isQuiet: boolean,
): Promise<Reviewing | undefined> {
  const { beginReview: begin } = await import('./reviewing.ts')
  return begin(question, files, isQuiet)
}

/** Loaded only where something was replaced. What could not be mounted again is told in any case. */
async function tellReplaced(places: readonly Replaced[], isQuiet: boolean): Promise<void> {
  const { replacedLines } = await import('../ui/replaced.ts')
  for (const line of replacedLines(places, isQuiet)) printNotice(`jail: ${line}`)
}

/** Loaded only where something is kept. */
async function beginKeeping(question: KeepQuestion, files: Files): Promise<Keeping> {
  const { Keeping } = await import('./keeping.ts')
  return new Keeping(question, files)
}

/** A read-only or full home only costs the next start the same question again. */
function remember({ path, text }: NonNullable<Prepared['bwrapAnswer']>, files: Files): void {
  if (files.makeFolder(parentOf(path)) === 0) replaceFile(files, path, text)
}
