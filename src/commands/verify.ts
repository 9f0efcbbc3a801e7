import { PROBES } from '../../probes/index.ts'
import type { Call, Run } from '../cli/call.ts'
import { EXIT, JailError } from '../errors.ts'
import { gatherCaller, xdgFolders } from '../host/gather/caller.ts'
import type { NetworkMode } from '../policy/words.ts'
import { Files } from '../sys/files.ts'
import { Libc } from '../sys/libc.ts'
import { printResult } from '../ui/print.ts'
import { listLines, verdictLines } from '../ui/verify-text.ts'
import type { Ground } from '../verify/field.ts'
import { exitOf } from '../verify/judge.ts'
import { plantedEnv } from '../verify/planted-env.ts'
import { verify, type Ways } from '../verify/run.ts'
import { selectProbes } from '../verify/select.ts'
import { definedEnv } from './prepare.ts'

/** `jail verify`: the jail that an agent would get, attacked from inside, with a control outside for each attack. */
export const run: Run = async (call) => {
  const { options, words } = call
  const probes = selectProbes(PROBES, options.only ?? [])
  if (options.list) {
    printResult(listLines(probes).join('\n'))
    return EXIT.ok
  }
  const [word, more] = words
  if (more !== undefined)
    throw new JailError(
      'usage.too-many',
      `jail verify takes one profile, but got ${JSON.stringify(more)} too.`,
      {
        fix: `Type: jail verify ${word}`,
      },
    )
  const caller = gatherCaller(definedEnv(process.env), new Files(new Libc()))
  const judged = await verify({
    probes,
    network: (options.network?.[0] ?? 'open') as NetworkMode,
    stateHome: xdgFolders(caller).XDG_STATE_HOME,
    isOffline: options.offline !== undefined,
    ways: waysOf(call, options.profile?.[0] ?? word ?? 'base'),
  })
  printResult(verdictLines(judged).join('\n'))
  return exitOf(judged, options.offline !== undefined)
}

/** By the very commands that a person would type: the same binary, the same start. */
function waysOf({ options }: Call, profile: string): Ways {
  const self = process.execPath
  const network = options.network?.[0]
  const box = (named: string): string[] => [
    ...[self, 'run', '--quiet', '--profile', named],
    ...(network ? ['--network', network] : []),
    '--',
  ]
  return {
    control: (ids, field) => [self, '__probe', 'try', JSON.stringify(field), ...ids],
    attack: (ids, field, named = profile) => [
      ...box(named),
      self,
      '__probe',
      'try',
      JSON.stringify(field),
      ...ids,
    ],
    witness: ({ canary, outside }) => [self, '__probe', 'witness', canary, outside],
    env: environment,
  }
}

/** The caller's own, with the field's home, and with secrets that must not get in. */
function environment({ home, canary }: Ground): Readonly<Record<string, string>> {
  const env = definedEnv(process.env)
  for (const name of ['XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME', 'XDG_CACHE_HOME'])
    delete env[name]
  return { ...env, ...plantedEnv(canary), HOME: home }
}
