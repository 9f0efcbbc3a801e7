import type { Call } from '../cli/call.ts'
import { EXIT, type ExitCode, JailError } from '../errors.ts'
import { gatherCaller, xdgFolders } from '../host/gather/caller.ts'
import { gatherProject } from '../host/gather/project.ts'
import { makeWalker } from '../host/observe.ts'
import { join } from '../policy/paths.ts'
import { type FileKind, kindOf } from '../policy/sources.ts'
import { Files } from '../sys/files.ts'
import { Libc } from '../sys/libc.ts'
import { visible } from '../ui/escape.ts'
import { printResult } from '../ui/print.ts'
import { type Checked, checkAll, checkInUse, isUnknown, type Named } from './config-files.ts'
import { definedEnv } from './environment.ts'
import type { Reader } from './voices.ts'

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
  const results =
    word === undefined ? await checkInUse(reader) : await checkAll([oneFile(word, as, reader)], reader)
  if (word !== undefined && results[0]?.verdict === 'none') throw missing(results[0].shown)
  printResult(visible(results.flatMap(lines).join('\n')))
  return exitCode(results)
}

function oneFile(word: string, as: FileKind | undefined, { caller, places }: Reader): Named {
  const path = join(caller.cwd.logical, word)
  const kind = as ?? kindOf(path, places)
  return kind === undefined ? { path, kind: 'profile', isGuess: true } : { path, kind }
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

function exitCode(results: readonly Checked[]): ExitCode {
  const bad = results.map(({ verdict }) => verdict).filter((verdict) => typeof verdict !== 'string')
  if (bad.length === 0) return EXIT.ok
  return bad.every(isUnknown) ? EXIT.unknown : EXIT.findings
}
