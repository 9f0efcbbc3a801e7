import type { Run } from '../cli/call.ts'
import type { Options } from '../cli/options.ts'
import { EXIT, JailError } from '../errors.ts'
import { allowedPath, listAllowed } from '../host/gather/allowed.ts'
import { gatherCaller, xdgFolders } from '../host/gather/caller.ts'
import { gatherProject } from '../host/gather/project.ts'
import { makeWalker } from '../host/observe.ts'
import { plainly } from '../policy/plainly.ts'
import { tighteningsOf } from '../policy/widen.ts'
import { ERRNO, Files } from '../sys/files.ts'
import { Libc } from '../sys/libc.ts'
import { removeFile } from '../sys/write.ts'
import { columns } from '../ui/columns.ts'
import { printNotice, printResult } from '../ui/print.ts'
import { wideningLines } from '../ui/widenings.ts'
import { type Asked, confirms, hasTerminal, headline, notAllowed, standingOf, store } from './consent.ts'
import { definedEnv } from './environment.ts'
import { readVoices } from './voices.ts'

/** `jail allow`: shows what the project's file opens, asks, and keeps the answer; also lists and forgets answers. */
export const run: Run = async ({ options, words }) => {
  if (words[0] !== undefined)
    throw new JailError('usage.too-many', `jail allow takes no ${JSON.stringify(words[0])}.`, {
      fix: 'For another project: jail allow --project DIR',
    })
  // A courtesy only: inside, the records are hidden, and what is written to the empty home is thrown away.
  if (process.env['JAIL'] !== undefined)
    throw new JailError('allow.inside', 'This is a jail (JAIL is set), and nothing is allowed from inside.', {
      fix: 'Type it outside of the jail.',
    })
  return allow(options, new Files(new Libc()))
}

async function allow(options: Options, files: Files): Promise<number> {
  const caller = gatherCaller(definedEnv(process.env), files)
  const xdg = xdgFolders(caller)
  if (options.list) return list(listAllowed({ home: caller.home, project: '/', xdg }, caller, files))
  const walker = await makeWalker(caller, options.project ?? [], files)
  const project = gatherProject(caller, options.project?.[0], walker, files)
  const places = { home: caller.home, project: project.path, xdg }
  if (options.remove) return forget(allowedPath(places, project), project.path, files)
  const profile = options.profile?.[0] ?? 'base'
  const { layers, ofProject } = await readVoices(profile, options, { caller, places, files, project })
  if (ofProject) return decide({ caller, places, files, project, profile, options, layers, ...ofProject })
  printResult(`${plainly(project.path)} has no .jail.yaml, so there is nothing to allow.`)
  return EXIT.ok
}

function decide(asked: Asked): number {
  const standing = standingOf(asked)
  const { widenings, isAllowed } = standing
  const shown = plainly(asked.source.shown)
  const tightens = tighteningsOf(asked.layer, widenings)
  const alsoTightens = tightens.length === 0 ? [] : ['It tightens:', ...tightens.map((line) => `  ${line}`)]
  if (isAllowed) {
    const done = widenings.length === 0 ? 'opens nothing, so there is nothing to allow' : 'is allowed already'
    printResult([`${shown} ${done}.`, ...wideningLines(widenings), ...alsoTightens].join('\n'))
    return EXIT.ok
  }
  if (!asked.options.yes && !hasTerminal()) throw withYes(notAllowed(asked, standing))
  // A question belongs to what it is about: stdout may lead to a file.
  const print = asked.options.yes ? printResult : printNotice
  print([...alsoTightens, headline(asked, standing), ...wideningLines(widenings)].join('\n'))
  const project = plainly(asked.project.path)
  if (!asked.options.yes && !confirms(asked, widenings.length)) {
    printResult('Nothing is allowed.')
    return EXIT.findings
  }
  store(asked, widenings)
  printResult(`Allowed for ${project}, until the file changes. To take it back: jail allow --remove`)
  return EXIT.ok
}

/** Nobody can be asked: the same command says yes itself. */
function withYes({ id, message, fix = '' }: JailError): JailError {
  return new JailError(id, message, { fix: fix.replace('jail allow', 'jail allow --yes') })
}

function list(all: ReturnType<typeof listAllowed>): number {
  const rows = all.map(({ project, when }) => [plainly(project), when.slice(0, 10)] as const)
  printResult(rows.length === 0 ? 'Nothing is allowed.' : columns(rows).join('\n'))
  return EXIT.ok
}

function forget(path: string, project: string, files: Files): number {
  const answer = removeFile(files, path)
  if (answer < 0 && answer !== -ERRNO.ENOENT)
    throw new JailError('allow.unwritable', `${path} cannot be removed (errno ${-answer}).`, {
      fix: `Type: ls -ld ${path}`,
    })
  const done = answer === 0 ? 'is no longer allowed anything' : 'was not allowed anything'
  printResult(`The .jail.yaml of ${plainly(project)} ${done}.`)
  return EXIT.ok
}
