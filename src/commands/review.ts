import type { Run } from '../cli/call.ts'
import type { Options } from '../cli/options.ts'
import { EXIT, JailError } from '../errors.ts'
import type { Caller } from '../host/facts.ts'
import { gatherCaller, xdgFolders } from '../host/gather/caller.ts'
import { gatherProject } from '../host/gather/project.ts'
import { makeWalker } from '../host/observe.ts'
import { lookAgain, readRecord, recordPath } from '../host/review/record.ts'
import { walkerFor } from '../host/silence.ts'
import { join } from '../policy/paths.ts'
import { plainly } from '../policy/plainly.ts'
import { compare, type Finding, openQuestions } from '../review/compare.ts'
import type { Snapshot } from '../review/state.ts'
import { readBytes } from '../sys/bytes.ts'
import { Files } from '../sys/files.ts'
import { Libc } from '../sys/libc.ts'
import { putBack } from '../sys/put-back.ts'
import { quoted } from '../ui/escape.ts'
import { printResult } from '../ui/print.ts'
import { type Change, reviewJson, reviewText } from '../ui/review-text.ts'
import { definedEnv } from './environment.ts'

/** Largest file of which a change is shown. */
const MOST_SHOWN = 2 ** 20
/** Without setuid and setgid: the file gets the owner who restores it, and would run as root what another had written. */
const PERMISSIONS = 0o777

/** `jail review`: what is new or changed since the start of the last run, or one file put back as it was. */
export const run: Run = async ({ options, words }) => {
  if (words[0] !== undefined)
    throw new JailError('usage.too-many', `jail review takes no ${JSON.stringify(words[0])}.`, {
      fix: 'For another project: jail review --project DIR',
    })
  // Inside, the records are hidden: no answer would be a wrong one.
  if (process.env['JAIL'] !== undefined)
    throw new JailError('review.inside', 'This is a jail (JAIL is set), and the records are outside of it.', {
      fix: 'Type it outside of the jail.',
      exit: EXIT.unknown,
    })
  const files = new Files(new Libc())
  const caller = gatherCaller(definedEnv(process.env), files)
  const snapshot = await recordOf(caller, options, files)
  // By a walker that has read no link yet: the state is that of this moment.
  const walker = await walkerFor([snapshot.scope.project, snapshot.scope.home], files)
  const now = lookAgain(snapshot, { walker, files })
  const findings = compare(snapshot, now)
  const restore = options.restore?.[0]
  if (restore !== undefined) {
    const here = join(caller.cwd.real, restore)
    const isHere = findings.some(({ path }) => path === here)
    const listed = isHere ? undefined : findings.find(({ shown }) => shown === restore)
    return putOneBack(listed?.path ?? here, { snapshot, findings, files })
  }
  const answer = { findings, open: openQuestions(snapshot, now) }
  const changes = options.diff ? (one: Finding) => changeOf(one, snapshot, files) : undefined
  printResult(options.json ? reviewJson(snapshot, answer) : reviewText(snapshot, answer, changes))
  return findings.length > 0 ? EXIT.findings : answer.open.length > 0 ? EXIT.unknown : EXIT.ok
}

/** The record of the project. Throws `review.none`, which is the answer "could not tell". */
async function recordOf(caller: Caller, options: Options, files: Files): Promise<Snapshot> {
  const walker = await makeWalker(caller, options.project ?? [], files)
  const project = gatherProject(caller, options.project?.[0], walker, files)
  const path = recordPath(xdgFolders(caller).XDG_STATE_HOME, project.id)
  const snapshot = readRecord(path, files)
  if (snapshot === 'broken')
    throw new JailError('review.broken', `The record ${plainly(path)} cannot be read, or is no record.`, {
      fix: 'What the last run left cannot be told by it. The next run makes it anew.',
      exit: EXIT.unknown,
    })
  if (snapshot?.scope.project === project.path) return snapshot
  throw new JailError('review.none', `There is no record of a run in ${plainly(project.path)}.`, {
    fix: 'A record is made when a run starts. Where one should be, look for `review: false` in your settings.',
    exit: EXIT.unknown,
  })
}

type Case = { readonly snapshot: Snapshot; readonly findings: readonly Finding[]; readonly files: Files }

/** Writes the kept content back. Only what is listed can be, so it lies in the project or in the state of an agent. */
function putOneBack(path: string, { snapshot, findings, files }: Case): number {
  const found = findings.find((one) => one.path === path && one.sort === 'watched')
  const shown = plainly(path)
  if (!found)
    throw new JailError('review.unlisted', `${shown} is not among what is new or has changed.`, {
      fix: '`jail review` lists it.',
    })
  if (found.change === 'new')
    throw new JailError('review.new', `${shown} was not there before, so there is no old content.`, {
      fix: `Look at it, and remove it: rm ${quoted(path)}`,
    })
  const old = snapshot.seen.watched.find((one) => one.path === path)
  const content = snapshot.contents[path]
  if (content === undefined || old?.kind !== 'file')
    throw new JailError(
      'review.not-kept',
      `The old content of ${shown} was not kept: it is a link, too large, or no file.`,
      {
        fix: 'Take it from a backup or from git.',
      },
    )
  const answer = putBack(files, path, { bytes: Buffer.from(content, 'base64'), mode: old.mode & PERMISSIONS })
  if (answer < 0)
    throw new JailError(
      'review.unwritable',
      `${shown} cannot be written without following a link (errno ${-answer}).`,
      {
        fix: `Type: ls -ld ${quoted(path)}`,
      },
    )
  printResult(`${shown} is as it was at ${snapshot.since.slice(0, 16).replace('T', ' ')} UTC.`)
  return EXIT.ok
}

function changeOf({ path, change }: Finding, { contents }: Snapshot, files: Files): Change {
  const kept = contents[path]
  const before = kept === undefined ? undefined : textOf(Buffer.from(kept, 'base64'))
  const bytes = change === 'gone' ? undefined : readBytes(files, path, MOST_SHOWN)
  return { before, after: typeof bytes === 'object' ? textOf(bytes) : undefined }
}

/** Undefined for what is no text. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return bytes.includes(0) ? undefined : new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}
