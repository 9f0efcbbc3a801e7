import { isatty } from 'node:tty'
import { OPTIONS, type Options } from '../cli/options.ts'
import { JailError } from '../errors.ts'
import type { Caller, Project } from '../host/facts.ts'
import { type Allowed, allowedPath, hashOf, readAllowed, recordText } from '../host/gather/allowed.ts'
import type { Places } from '../policy/expand.ts'
import type { Layer } from '../policy/layer.ts'
import { parentOf } from '../policy/paths.ts'
import { plainly } from '../policy/plainly.ts'
import { type Source, shownPath } from '../policy/sources.ts'
import { wideningsOf } from '../policy/widen.ts'
import type { Widening } from '../policy/widen-values.ts'
import type { Files } from '../sys/files.ts'
import { replaceFile } from '../sys/write.ts'
import { quoted } from '../ui/escape.ts'
import { printNotice } from '../ui/print.ts'
import { boundedLines, canBeAsked, wideningLines } from '../ui/widenings.ts'
import { saysYes } from './question.ts'

/** A project's file in one run, and all that speaks beside it. */
export type Asked = {
  readonly caller: Caller
  readonly places: Places
  readonly files: Files
  readonly project: Project
  readonly profile: string
  readonly options: Options
  /** The very text that was parsed: what is allowed is what counts. */
  readonly source: Source
  readonly layer: Layer
  readonly layers: readonly Layer[]
}

/** What is known of a project's file: what it opens, and what the person said before. */
export type Standing = {
  readonly widenings: readonly Widening[]
  readonly isAllowed: boolean
  /** What is left to allow of a file that was allowed before; undefined when it never was. */
  readonly before: string | undefined
}

/** Judges a project's file. A file that only tightens needs nobody, and no record is read for it. */
export function standingOf(asked: Asked): Standing {
  const { layer, layers, places, project, source, caller, files } = asked
  const others = layers.filter((one) => one !== layer)
  const widenings = wideningsOf(layer, others, places)
  if (widenings.length === 0) return { widenings, isAllowed: true, before: undefined }
  const known = readAllowed(allowedPath(places, project), caller, files)
  if (known === undefined) return { widenings, isAllowed: false, before: undefined }
  const isSame = known.project === project.path && known.sha256 === hashOf(project.path, source.text)
  // Another profile or option can make more of the same file than was shown.
  const isAllowed = isSame && widenings.every(({ sentence }) => known.sentences.includes(sentence))
  const day = known.when.slice(0, 10)
  const before = isSame
    ? `it opens more here than when you allowed it on ${day}`
    : `it has changed since you allowed it on ${day}`
  return { widenings, isAllowed, before }
}

/**
 * Stops a start whose project has a file that opens something nobody allowed (`policy.not-allowed`). With a terminal,
 * and without --quiet, the person is asked first.
 */
export function requireConsent(asked: Asked): void {
  const standing = standingOf(asked)
  if (standing.isAllowed) return
  const mayAsk = !asked.options.quiet && canBeAsked(standing.widenings) && hasTerminal()
  if (!mayAsk) throw notAllowed(asked, standing)
  for (const line of [headline(asked, standing), ...wideningLines(standing.widenings)]) printNotice(line)
  if (!confirms(asked, standing.widenings.length)) throw notAllowed(asked, { ...standing, widenings: [] })
  store(asked, standing.widenings)
}

/** The error that a start would stop with, without asking; undefined for a file that is allowed or only tightens. */
export function refusalOf(asked: Asked): JailError | undefined {
  const standing = standingOf(asked)
  return standing.isAllowed ? undefined : notAllowed(asked, standing)
}

/** What a file does, in one sentence. */
export function headline({ source }: Asked, { before }: Standing): string {
  const rest = before === undefined ? '' : ` (${before})`
  return `jail: ${plainly(source.shown)} opens what is closed without it${rest}:`
}

/** The error for a file that is not allowed. */
export function notAllowed(asked: Asked, { widenings, before }: Standing): JailError {
  const shown = plainly(asked.source.shown)
  const why = before === undefined ? '' : `: ${before}`
  const lines = boundedLines(widenings)
  const list = lines.length === 0 ? '' : ` It opens:\n${lines.join('\n')}`
  return new JailError(
    'policy.not-allowed',
    `You have not allowed ${shown}${why}, so nothing is started.${list}`,
    { fix: `To look at it and allow it: ${allowCommand(asked)}` },
  )
}

/** The command that judges the same file in the same way. */
function allowCommand({ profile, options, project }: Asked): string {
  const words = profile === 'base' ? [] : [OPTIONS.profile.flag, profile]
  for (const name of ['read', 'copy', 'keep', 'hide'] as const)
    for (const value of options[name] ?? []) words.push(OPTIONS[name].flag, value)
  if (project.why === 'flag') words.push(OPTIONS.project.flag, project.path)
  return ['jail allow', ...words.map(quoted)].join(' ')
}

/** Whether a person can read the question and answer it. */
export function hasTerminal(): boolean {
  return isatty(0) && isatty(2)
}

/** Asks whether a file counts, with the number of what it opens, since lines may have left the screen. */
export function confirms({ project, files }: Asked, count: number): boolean {
  const what = count === 1 ? 'this' : `these ${count}`
  return saysYes(`Allow ${what} for ${plainly(project.path)}?`, files)
}

/** Keeps what was shown and allowed. Throws `allow.unwritable`. */
export function store({ places, project, source, caller, files }: Asked, shown: readonly Widening[]): void {
  const path = allowedPath(places, project)
  const sha256 = hashOf(project.path, source.text)
  const known = readAllowed(path, caller, files)
  const earlier = known?.sha256 === sha256 ? known.sentences : []
  const sentences = [...new Set([...earlier, ...shown.map(({ sentence }) => sentence)])]
  const record: Allowed = { project: project.path, sha256, when: new Date().toISOString(), sentences }
  const made = files.makeFolder(parentOf(path))
  const answer = made < 0 ? made : replaceFile(files, path, recordText(record))
  if (answer < 0)
    throw new JailError(
      'allow.unwritable',
      `${shownPath(path, caller.home)} cannot be written (errno ${-answer}), so nothing is allowed.`,
      { fix: 'Make its folder writable, or free some space.' },
    )
}
