import type { Call } from '../cli/call.ts'
import { EXIT, type ExitCode, JailError } from '../errors.ts'
import { gatherCaller, xdgFolders } from '../host/gather/caller.ts'
import { gatherProject } from '../host/gather/project.ts'
import { readSource } from '../host/gather/sources.ts'
import { makeWalker } from '../host/observe.ts'
import { join } from '../policy/paths.ts'
import {
  ADMINISTRATOR_CONFIG,
  type FileKind,
  kindOf,
  PROJECT_CONFIG,
  personConfig,
  profileFolder,
  shownPath,
} from '../policy/sources.ts'
import { ERRNO, Files } from '../sys/files.ts'
import { Libc } from '../sys/libc.ts'
import { typedPath, visible } from '../ui/escape.ts'
import { printResult } from '../ui/print.ts'
import { judgeOf, misnamed } from './config-judge.ts'
import { definedEnv } from './prepare.ts'
import type { Reader } from './voices.ts'

/** A file that is to be checked, and as what. */
type Named = { readonly path: string; readonly kind: FileKind; readonly isGuess?: boolean }
type Verdict = 'ok' | 'none' | JailError
type Checked = Named & { readonly shown: string; readonly verdict: Verdict }

/**
 * `jail config check [FILE]`: all files that a run in this folder would read, or one. Answers 0 when all are good or
 * not there, 1 when one is wrong, 2 when one cannot be read and so is not known.
 */
export async function run({ options, words }: Call): Promise<number> {
  const [word, more] = words
  if (more !== undefined)
    throw new JailError(
      'usage.too-many',
      `jail config check takes one file, but got ${JSON.stringify(more)} too.`,
      {
        fix: 'Check them one by one, or all that are in use: jail config check',
      },
    )
  const as = options.as?.[0] as FileKind | undefined
  if (word === undefined && as !== undefined)
    throw new JailError('usage.value-missing', '--as says what one file is, but no file is named.', {
      fix: `Type: jail config check FILE --as ${as}`,
    })
  const files = new Files(new Libc())
  const caller = gatherCaller(definedEnv(process.env), files)
  const project = gatherProject(caller, undefined, await makeWalker(caller, [], files), files)
  const reader = {
    caller,
    files,
    places: { home: caller.home, project: project.path, xdg: xdgFolders(caller) },
  }
  const named = word === undefined ? inUse(reader) : [oneFile(word, as, reader)]
  const judge = await judgeOf(reader)
  const results = named.map((one) => ('verdict' in one ? one : check(one, reader, judge)))
  if (word !== undefined && results[0]?.verdict === 'none') throw missing(results[0].shown)
  printResult(visible(results.flatMap(lines).join('\n')))
  return exitCode(results)
}

function oneFile(word: string, as: FileKind | undefined, { caller, places }: Reader): Named {
  const path = join(caller.cwd.logical, word)
  const kind = as ?? kindOf(path, places)
  return kind === undefined ? { path, kind: 'profile', isGuess: true } : { path, kind }
}

/** The files that a run here would read, in the order in which they speak. */
function inUse(reader: Reader): readonly (Named | Checked)[] {
  const { places } = reader
  return [
    { path: ADMINISTRATOR_CONFIG, kind: 'administrator' },
    { path: personConfig(places), kind: 'config' },
    ...profilesOf(reader),
    { path: `${places.project}/${PROJECT_CONFIG}`, kind: 'project' },
  ]
}

/** The person's own profiles; those that no run would read are judged already. */
function profilesOf({ caller, places, files }: Reader): readonly (Named | Checked)[] {
  const folder = profileFolder(places)
  const shown = shownPath(folder, caller.home)
  const kind = 'profile'
  const names = files.names(folder)
  if (names === undefined) {
    if (files.stat(folder) === -ERRNO.ENOENT) return []
    const fix = `To see what it is: ls -ld ${typedPath(shown)}`
    const verdict = new JailError('policy.unreadable', `${shown} cannot be listed.`, { fix })
    return [{ path: folder, kind, shown, verdict }]
  }
  return names.toSorted().flatMap((name): (Named | Checked)[] => {
    const path = `${folder}/${name}`
    const verdict = misnamed(name, shown)
    if (verdict) return [{ path, kind, shown: `${shown}/${name}`, verdict }]
    return name.endsWith('.yaml') ? [{ path, kind }] : []
  })
}

type Judge = Awaited<ReturnType<typeof judgeOf>>

function check(named: Named, { caller, files }: Reader, judge: Judge): Checked {
  const shown = shownPath(named.path, caller.home)
  try {
    const source = readSource(named.kind, named.path, caller, files)
    if (source) judge(source)
    return { ...named, shown, verdict: source ? 'ok' : 'none' }
  } catch (error) {
    if (error instanceof JailError) return { ...named, shown, verdict: error }
    throw error
  }
}

function missing(shown: string): JailError {
  return new JailError('config.missing', `There is no file ${shown}.`, {
    fix: 'Check the spelling. Without a name, jail config check looks at all that are in use.',
    exit: EXIT.unknown,
  })
}

function lines({ shown, kind, isGuess, verdict }: Checked): string[] {
  const as = isGuess ? `checked as ${kind}; --as names another kind` : kind
  const word = typeof verdict === 'string' ? verdict : isUnknown(verdict) ? 'unknown' : 'wrong'
  const head = `${word.padEnd(7)} ${shown} (${as})`
  if (typeof verdict === 'string') return [head]
  return [head, `        ${verdict.message}`, ...(verdict.fix ? [`        ${verdict.fix}`] : [])]
}

function isUnknown(verdict: Verdict): boolean {
  return verdict instanceof JailError && verdict.id === 'policy.unreadable'
}

function exitCode(results: readonly Checked[]): ExitCode {
  const bad = results.map(({ verdict }) => verdict).filter((verdict) => typeof verdict !== 'string')
  if (bad.length === 0) return EXIT.ok
  return bad.every(isUnknown) ? EXIT.unknown : EXIT.findings
}
