import { BUBBLEWRAP } from '../diagnose/cause.ts'
import { JailError } from '../errors.ts'
import type { Bwrap } from '../host/facts.ts'
import type { Live } from '../host/live.ts'
import { askBwrap } from '../host/machine/bwrap.ts'
import { type Gatherer, type Ground, Unknown } from '../host/machine/gatherer.ts'
import type { BwrapPlace } from '../host/machine.ts'
import { makePlaces } from '../launch/launch.ts'
import { lend, takeBack } from '../launch/loans.ts'
import { movedPlace } from '../launch/moved.ts'
import type { Outcome } from '../launch/outcome.ts'
import { tryLine } from '../launch/trial.ts'
import type { Launch } from '../plan/encode.ts'
import { NO_LIMITS } from '../plan/limits.ts'
import type { Files } from '../sys/files.ts'
import { Timing } from '../ui/timing.ts'
import { leastLine, reachOf } from './doctor-reach.ts'
import { hostOf, type Prepared, prepare, type Request } from './prepare.ts'

/** Longest wait for the start itself; what explains a failure has its own bound. */
const START_LIMIT_MS = 5000

/**
 * Starts `jail run -- true`: the same request, plan, folders and line, made by the same code. Nothing is printed, and
 * no answer of bwrap is kept. What `jail run` refuses before bwrap is `refused`, with its sentence.
 */
export const live: Gatherer<'live'> = { facet: 'live', limitMs: 10_000, gather: gatherLive }

/** Quiet, or the consent of the project's file would be asked for on the terminal. */
const REQUEST: Request = { profile: undefined, word: 'true', args: [], options: { quiet: [] } }

async function gatherLive(ground: Ground): Promise<Live> {
  try {
    // One that hangs would hold all of jail: `prepare` waits for its answer without a pause.
    const bwrap = await askBwrap(ground)
    if (bwrap.state === 'unusable' && bwrap.because === 'silent') throw new Unknown(bwrap.why)
    const prepared = await preparedOr(ground)
    return prepared instanceof JailError
      ? await refused(prepared, bwrap, ground)
      : await lent(prepared, ground)
  } catch (error) {
    if (error instanceof JailError) return failedBefore(error)
    throw error
  }
}

async function preparedOr({ files }: Ground): Promise<Prepared | JailError> {
  try {
    return await prepare(REQUEST, await hostOf(files, new Timing(false)))
  } catch (error) {
    // A limit is no refusal: it stops all that a start needs.
    if (error instanceof JailError && !error.id.startsWith('launch.')) return error
    throw error
  }
}

/** With the files around that are there while a box runs, also for the trials that explain a failure. */
async function lent(prepared: Prepared, ground: Ground): Promise<Live> {
  const { files } = ground
  const { create } = prepared.plan
  makePlaces(create, files)
  const loans = lend(create, files)
  try {
    return await started(prepared, await tryLine(prepared.line, files, START_LIMIT_MS), ground)
  } finally {
    takeBack(loans, files)
  }
}

/** The project or the settings are to blame, unless not even the least starts: then the machine is too. */
async function refused(error: JailError, bwrap: BwrapPlace, { env, uid, files }: Ground): Promise<Live> {
  const refusal = { state: 'refused', id: error.id, sentence: error.message, fix: error.fix ?? '' } as const
  // bwrap itself would look at the folder that does not answer.
  if (bwrap.state !== 'usable' || error.id === 'home.silent') return { ...refusal, leastWorks: false }
  const line = leastLine({
    file: bwrap.path,
    words: [],
    argv: ['/bin/true'],
    env: new Map(),
    scoped: false,
    mounts: [],
    limits: NO_LIMITS,
  })
  const outcome = await tryLine(line, files, START_LIMIT_MS)
  if (outcome.kind !== 'setup-failed')
    return { ...refusal, leastWorks: outcome.kind !== 'late' && outcome.kind !== 'killed' }
  return { ...(await explained(outcome.text, bwrap, { env, uid, files })), reaches: { kind: 'nothing' } }
}

async function started(
  { plan, line, bwrap, caller }: Prepared,
  outcome: Outcome | { readonly kind: 'late' },
  { files }: Ground,
): Promise<Live> {
  switch (outcome.kind) {
    case 'ran':
      if (outcome.code === 0)
        return { state: 'works', weakened: plan.weakened.map(({ id, what, fix }) => ({ id, what, fix })) }
      return ended('exit', `${plan.argv[0]} ended with ${outcome.code} inside, which it never does outside.`)
    case 'killed':
      return ended('killed', `bwrap was ended by signal ${outcome.signal} before the command ran.`)
    case 'late':
      return ended('late', `The box was not made and left within ${START_LIMIT_MS / 1000} seconds.`)
    case 'moved':
      return failedBefore(movedPlace(outcome.path, outcome.found))
    case 'exec-failed': {
      const { execFailure } = await import('../diagnose/failure.ts')
      return failedBefore(execFailure(plan.argv[0] ?? '', outcome.errno))
    }
    case 'not-started':
      return notStarted(outcome, { bwrap, env: caller.env, uid: caller.uid, files })
    case 'setup-failed':
      return {
        ...(await explained(outcome.text, bwrap, { env: caller.env, uid: caller.uid, files })),
        reaches: await reached(line, files),
      }
  }
}

async function notStarted(
  outcome: Extract<Outcome, { kind: 'not-started' }>,
  place: { readonly bwrap: Bwrap; readonly env: Ground['env']; readonly uid: number; readonly files: Files },
): Promise<Live> {
  const { gatherBlockers } = await import('../host/gather/blockers.ts')
  const { explainStart } = await import('../diagnose/failure.ts')
  const { mendOf } = await import('../diagnose/cause.ts')
  const blockers = gatherBlockers(place.bwrap, place, place.files)
  const { cause, sentence } = explainStart(place.bwrap.path, outcome, blockers)
  const mend = mendOf(cause)
  const reaches = { kind: outcome.what === 'shim' ? 'command' : 'nothing' } as const
  return { state: 'fails', sentence, fix: cause.fix, cause: cause.id, mend, words: '', reaches }
}

type Failed = Extract<Live, { state: 'fails' }>

/** Run's own sentence for a box that could not be set up, and the fix with its commands apart. */
async function explained(
  text: string,
  bwrap: Parameters<typeof import('../host/gather/blockers.ts').gatherBlockers>[0],
  place: { readonly env: Ground['env']; readonly uid: number; readonly files: Files },
): Promise<Omit<Failed, 'reaches'>> {
  const { gatherBlockers } = await import('../host/gather/blockers.ts')
  const { explainSetup } = await import('../diagnose/failure.ts')
  const { mendOf } = await import('../diagnose/cause.ts')
  const { cause, sentence, words } = explainSetup(text, gatherBlockers(bwrap, place, place.files))
  // A text that nobody knows is shown whole, with the warnings before it.
  const own = cause.id === 'unknown' ? text.trim() : words
  return { state: 'fails', sentence, fix: cause.fix, cause: cause.id, mend: mendOf(cause), words: own }
}

async function reached(line: Launch, files: Files): Promise<Failed['reaches']> {
  return reachOf(line, (shorter, limitMs) => tryLine(shorter, files, limitMs))
}

function failedBefore(error: JailError): Live {
  const fix = error.fix ?? ''
  const reaches = { kind: error.id.startsWith('exec.') ? 'command' : 'untold' } as const
  return {
    state: 'fails',
    sentence: error.message,
    fix,
    cause: error.id,
    mend: { text: fix, url: BUBBLEWRAP },
    words: '',
    reaches,
  }
}

function ended(cause: string, sentence: string): Live {
  return failedBefore(new JailError(cause, sentence, { fix: 'Look at: jail run -- true; sudo dmesg | tail' }))
}
