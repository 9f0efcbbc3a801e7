import type { GitRepository } from '../host/facts.ts'
import { walkerFor } from '../host/observe.ts'
import { begin, end, type Held, lookAgain, readRecord, recordPath } from '../host/review/record.ts'
import { BUILTIN_PROFILES } from '../policy/builtin.ts'
import { isWithin } from '../policy/paths.ts'
import type { Snapshot } from '../review/state.ts'
import { type Led, scopeOf } from '../review/watched.ts'
import type { Files } from '../sys/files.ts'
import { printNotice } from '../ui/print.ts'
import type { Known } from './prepare.ts'

/** A review that has begun. Only the record's name is held while the command runs: the record itself is a file. */
export type Reviewing = Held & { readonly quiet: boolean }

/**
 * Takes the state before the command; undefined when there is to be no review, or when nothing can be kept, which is
 * said. It is no boundary, so no trouble with it stops a start.
 */
export async function beginReview(
  known: Known,
  files: Files,
  quiet: boolean,
): Promise<Reviewing | undefined> {
  const { policy, facts, places, stateHome } = known
  if (!policy.review) return undefined
  const path = recordPath(stateHome, facts.project.id)
  const { repositories } = facts.git
  const gits = new Set(repositories.flatMap(({ gitDir, commonDir }) => [gitDir, commonDir]))
  const scope = scopeOf(policy, BUILTIN_PROFILES, {
    places,
    gits: [...gits].filter((git) => !isWithin(git, places.project)),
    led: repositories.flatMap(ledBy),
    kept: keptPaths(known),
  })
  const since = new Date().toISOString()
  const begun = facts.stateWritable ? begin(path, scope, { since, walker: known.walker, files }) : 'no place'
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
  return { ...begun.held, quiet }
}

/** Where the files are that are written back at the end: as they are named, and without links. */
function keptPaths({ policy, facts }: Known): string[] {
  const named = policy.rules.flatMap(({ word, path }) => (word === 'keep' ? [path] : []))
  return named.flatMap((path) => {
    const all = facts.matches.get(path) ?? [path]
    return all.flatMap((one) => {
      const fact = facts.paths.get(one)
      return fact && 'real' in fact ? [one, fact.real] : [one]
    })
  })
}

/** Files and folders that git runs or reads as its settings say, but for those in its own folders. */
function ledBy({ hooks, included, programs, gitDir, commonDir }: GitRepository): Led[] {
  const all = [
    ...hooks.map((path) => ({ path, why: 'git runs these' })),
    ...included.map((path) => ({ path, why: 'git reads it as settings, and runs programs that it names' })),
    ...programs.map(({ path, key }) => ({ path, why: `git runs it, as ${key} says` })),
  ]
  return all.filter(({ path }) => !isWithin(path, gitDir) && !isWithin(path, commonDir))
}

/** Lists what is new or changed, as notices. The exit code of the command is not its business. */
export async function endReview({ quiet, ...held }: Reviewing, files: Files): Promise<void> {
  const known = readRecord(held.path, files)
  const snapshot = known === 'broken' ? undefined : known
  try {
    if (!snapshot) throw new Error(`${held.path} cannot be read any more`)
    if (!quiet) await tell(snapshot, files)
  } catch (error) {
    // Whatever it is, what the command answered counts.
    printNotice(`jail: There is no review of this run: ${error instanceof Error ? error.message : error}.`)
  }
  end(held, snapshot, files)
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
