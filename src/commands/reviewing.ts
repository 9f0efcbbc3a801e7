import { begin, end, type Held, isUnchanged, lookAgain, readRecord } from '../host/review/record.ts'
import { walkerFor } from '../host/silence.ts'
import type { ReviewQuestion, Snapshot } from '../review/state.ts'
import type { Files } from '../sys/files.ts'
import { printNotice } from '../ui/print.ts'

/** A review that has begun. Only the record's name is held while the command runs: the record itself is a file. */
export type Reviewing = { readonly end: () => Promise<void> }

/**
 * Takes the state before the command starts; undefined when nothing can be kept, which is said. It is no boundary, so no
 * trouble with it stops a start.
 */
export async function beginReview(
  { path, scope, canKeep }: ReviewQuestion,
  files: Files,
  quiet: boolean,
): Promise<Reviewing | undefined> {
  const since = new Date().toISOString()
  const walker = await walkerFor([scope.project, scope.home], files)
  const begun = canKeep ? begin(path, scope, { since, walker, files }) : 'no place'
  const say = (text: string): unknown => quiet || printNotice(`jail: ${text}`)
  if (typeof begun !== 'object') {
    say(`What would run on this machine after this run is not reviewed: ${path} cannot be written.`)
    return undefined
  }
  if (begun.wasBroken)
    say(`The record of an earlier run is broken, so what that run left cannot be told: ${path} is made anew.`)
  for (const gap of begun.snapshot.seen.gaps) say(`The review at the end will not be whole: ${gap}`)
  if (begun.isLeftOver && !quiet)
    await tell(begun.snapshot, files, 'An earlier run here was killed before it could be reviewed.')
  // As long as there is memory for it, a short run need not read again what it wrote.
  const kept = new WeakRef(begun.snapshot)
  return { end: () => endReview(begun.held, kept, { files, quiet }) }
}

/** Lists what is new or changed, as notices. The exit code of the command is not its business. */
async function endReview(
  held: Held,
  kept: WeakRef<Snapshot>,
  { files, quiet }: { readonly files: Files; readonly quiet: boolean },
): Promise<void> {
  const known = (isUnchanged(held, files) ? kept.deref() : undefined) ?? readRecord(held.path, files)
  const snapshot = known === 'broken' ? undefined : known
  try {
    if (!snapshot) throw new Error(`${held.path} cannot be read any more`)
    if (!quiet) await tell(snapshot, files)
  } catch (error) {
    // Whatever it is, what the command answered counts.
    printNotice(`jail: There is no review of this run: ${error instanceof Error ? error.message : error}.`)
  }
  end(held, snapshot !== undefined, files)
}

async function tell(snapshot: Snapshot, files: Files, before?: string): Promise<void> {
  const { project, home } = snapshot.scope
  const walker = await walkerFor([project, home], files)
  const now = lookAgain(snapshot, { walker, files })
  const { compare, openQuestions } = await import('../review/compare.ts')
  const findings = compare(snapshot, now)
  const open = openQuestions(snapshot, now)
  if (findings.length === 0 && open.length === snapshot.seen.gaps.length) return
  const { noticeLines } = await import('../ui/review-text.ts')
  if (before !== undefined) printNotice(`jail: ${before}`)
  for (const line of noticeLines(findings, open)) printNotice(`jail: ${line}`)
}
