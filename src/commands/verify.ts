import { resolve } from 'node:path'
import { PROBES } from '../../probes/index.ts'
import type { Call, Run } from '../cli/call.ts'
import type { Options } from '../cli/options.ts'
import { EXIT, JailError } from '../errors.ts'
import { gatherCaller, xdgFolders } from '../host/gather/caller.ts'
import type { NetworkMode } from '../policy/words.ts'
import { Files } from '../sys/files.ts'
import { Libc } from '../sys/libc.ts'
import { jsonText } from '../ui/escape.ts'
import { clearProgress, printProgress, printResult } from '../ui/print.ts'
import { Timing } from '../ui/timing.ts'
import { junitText, listOf, type Report, reportOf } from '../ui/verify-report.ts'
import { listLines, verdictLines } from '../ui/verify-text.ts'
import type { Ways } from '../verify/enter.ts'
import type { Ground } from '../verify/field.ts'
import { exitOf, type Judged } from '../verify/judge.ts'
import { plantedEnv } from '../verify/planted-env.ts'
import { writeReport } from '../verify/report-file.ts'
import { verify } from '../verify/run.ts'
import { selectProbes } from '../verify/select.ts'
import { splitWords } from '../verify/split-words.ts'
import type { Person } from '../verify/tries.ts'
import { VERSION } from '../version.ts'
import { definedEnv } from './environment.ts'
import { hostOf, readPolicy } from './prepare.ts'

/** `jail verify`: the jail that an agent would get, attacked from inside, with a control outside for each attack. */
export const run: Run = async (call) => {
  const { options } = call
  const probes = selectProbes(PROBES, options.only ?? [])
  if (options.list) {
    printResult(options.json ? jsonText(listOf(probes)) : listLines(probes).join('\n'))
    return EXIT.ok
  }
  const subject = await subjectOf(call)
  const isOffline = options.offline !== undefined
  let judged: Judged[]
  try {
    judged = await verify({
      probes,
      network: subject.network,
      isOffline,
      isJail: subject.kind === 'jail',
      person: personOf(),
      ways: waysOf(subject),
      told: printProgress,
    })
  } catch (error) {
    throw asUnknown(error)
  } finally {
    clearProgress()
  }
  const report: Report = { version: VERSION, subject, judged, isVerbose: options.verbose !== undefined }
  printResult(options.json ? jsonText(reportOf(report)) : verdictLines(report).join('\n'))
  // Last: a report that cannot be written must not hide what was found.
  if (options.junit?.[0] !== undefined) writeReport(options.junit[0], junitText(report))
  return exitOf(judged, isOffline)
}

/** What is attacked: jail with a profile, or another sandbox by its command. */
async function subjectOf({ options, words }: Call): Promise<Report['subject']> {
  const [word, more] = words
  const other = options.with?.[0]
  const named = options.profile?.[0] ?? word
  if (more !== undefined)
    throw new JailError(
      'usage.too-many',
      `jail verify takes one profile, but got ${JSON.stringify(more)} too.`,
      { fix: `Type: jail verify ${word}` },
    )
  if (other === undefined) {
    const name = named ?? 'base'
    return { kind: 'jail', name, network: await networkOf(name, options) }
  }
  if (named === undefined) {
    // The strict expectation: what another sandbox does not promise is still seen.
    return { kind: 'other', name: other, network: (options.network?.[0] ?? 'none') as NetworkMode }
  }
  throw new JailError(
    'usage.too-many',
    `With --with there is no profile, but got ${JSON.stringify(named)}.`,
    {
      fix: `Type: jail verify --with '${other}'`,
    },
  )
}

/** The network that the profile would get here: files of settings have a say in it. */
async function networkOf(profile: string, options: Options): Promise<NetworkMode> {
  const host = { ...(await hostOf(new Files(new Libc()), new Timing(false))), looksOnly: true } as const
  try {
    return (await readPolicy({ profile, word: undefined, args: [], options }, host)).policy.network
  } catch (error) {
    throw asUnknown(error)
  }
}

/** Where nothing could be tried nothing is known of the jail: exit code 2. */
function asUnknown(error: unknown): unknown {
  if (!(error instanceof JailError)) return error
  const { id, message, fix } = error
  return new JailError(id, message, { exit: EXIT.unknown, ...(fix === undefined ? {} : { fix }) })
}

/** By the very commands that a person would type: the same binary, the same start. */
export function jailBox(profile: string, network: NetworkMode): readonly string[] {
  return [process.execPath, 'run', '--quiet', '--profile', profile, '--network', network, '--']
}

function waysOf({ kind, name, network }: Report['subject']): Ways {
  return {
    outside: process.execPath,
    box: kind === 'jail' ? (named = name) => jailBox(named, network) : () => otherBox(name),
    mayCopy: kind === 'other',
    env: environment,
  }
}

/** The probes have another current folder, so a program named from this one gets its whole path. */
function otherBox(text: string): readonly string[] {
  const [program = '', ...rest] = splitWords(text)
  return [program.includes('/') ? resolve(program) : program, ...rest]
}

/** Who calls, from where. */
export function personOf(): Person {
  const caller = gatherCaller(definedEnv(process.env), new Files(new Libc()))
  const { XDG_STATE_HOME, XDG_CONFIG_HOME } = xdgFolders(caller)
  return {
    home: caller.home,
    cwd: caller.cwd.real,
    env: caller.env,
    settings: `${XDG_CONFIG_HOME}/jail`,
    stateHome: XDG_STATE_HOME,
  }
}

/** The caller's own, with the field's home, and with secrets that must not get in. */
export function environment({ home, canary }: Ground): Readonly<Record<string, string>> {
  const env = definedEnv(process.env)
  for (const name of ['XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME', 'XDG_CACHE_HOME'])
    delete env[name]
  return { ...env, ...plantedEnv(canary), HOME: home }
}
