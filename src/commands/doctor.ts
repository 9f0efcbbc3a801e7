import { isatty } from 'node:tty'
import type { Call } from '../cli/call.ts'
import type { OptionName } from '../cli/options.ts'
import { type Check, runCheck } from '../doctor/check.ts'
import { CHECKS } from '../doctor/checks/index.ts'
import { markdownReport, REPORT_FACETS } from '../doctor/markdown.ts'
import { remediesOf } from '../doctor/remedy.ts'
import { selectChecks } from '../doctor/select.ts'
import { exitOf } from '../doctor/verdict.ts'
import { JailError } from '../errors.ts'
import { type Ground, gatherMachine } from '../host/machine/gatherer.ts'
import { groundOf } from '../host/machine/ground.ts'
import { whySilent } from '../host/silence.ts'
import { Files } from '../sys/files.ts'
import { Libc } from '../sys/libc.ts'
import { doctorJson } from '../ui/doctor-json.ts'
import { listJson, listLines, timeLines } from '../ui/doctor-list.ts'
import { doctorLines, homeless } from '../ui/doctor-text.ts'
import { abilities, paintFor } from '../ui/paint.ts'
import { printResult } from '../ui/print.ts'
import { VERSION } from '../version.ts'
import { GATHERERS } from './doctor-machine.ts'
import { definedEnv } from './environment.ts'

/**
 * `jail doctor [group…]`: what this machine is, and what that means for the jail. Only what the chosen checks need is
 * looked at. Answers 0 when nothing failed, 1 when something did, 2 when it could not be told.
 */
export async function run({ options, words }: Call): Promise<number> {
  const start = Bun.nanoseconds()
  refuseMixture(Object.keys(options) as OptionName[])
  const checks = selectChecks(CHECKS, words, options.only ?? [])
  if (options.list) {
    printResult(options.json ? listJson(checks) : listLines(checks).join('\n'))
    return 0
  }
  const env = definedEnv(process.env)
  const files = new Files(new Libc())
  const ground = groundOf(env, files, await whySilent(env, files))
  const { answers, looked } = await examine(checks, ground, options.report !== undefined)
  const home = homeOf(ground)
  const exit = exitOf(answers)
  if (options.json) printResult(doctorJson(answers, { version: VERSION, home, exit }))
  else if (options.report) printResult(homeless(markdownReport(answers, looked.facts, VERSION), home))
  else {
    const verbose = options.verbose !== undefined
    const paint = paintFor(abilities(isatty(1), ground.env))
    const total = Math.round((Bun.nanoseconds() - start) / 1000)
    const times = verbose ? timeLines(looked.microseconds, total) : []
    printResult([...doctorLines(answers, { verbose, home, paint }), ...times].join('\n'))
  }
  if (!options.fix) return exit
  const { mend } = await import('./doctor-fix.ts')
  const mender = { files: ground.files, home, env: ground.env, yes: options.yes !== undefined }
  return mend(remediesOf(answers, ground.uid), mender)
}

async function examine(checks: readonly Check[], ground: Ground, isReport: boolean) {
  const wanted = [...checks.flatMap((check) => check.needs), ...(isReport ? REPORT_FACETS : [])]
  const looked = await gatherMachine(GATHERERS, ground, wanted)
  return { looked, answers: checks.map((check) => runCheck(check, looked.facts)) }
}

/** The home folder, or what HOME names where jail has no use for it: only to be written as `~`. */
function homeOf(ground: Ground): string {
  try {
    return ground.caller().home
  } catch (error) {
    if (error instanceof JailError) return ground.env['HOME'] ?? ''
    throw error
  }
}

/** Options that cannot be meant together. */
function refuseMixture(names: readonly OptionName[]): void {
  const refuse = (sentence: string, fix: string): never => {
    throw new JailError('usage.mixture', sentence, { fix })
  }
  const forms = (['json', 'report', 'fix'] as const).filter((name) => names.includes(name))
  if (forms.length > 1)
    refuse(`--${forms[0]} and --${forms[1]} cannot stand together.`, 'Type them one after the other.')
  const other = (['report', 'fix'] as const).find((name) => names.includes(name))
  if (names.includes('list') && other)
    refuse(`--list looks at nothing, so there is nothing to ${other}.`, 'Leave --list out.')
  if (names.includes('yes') && !names.includes('fix'))
    refuse('--yes answers the questions of --fix, which is not there.', 'Type: jail doctor --fix --yes')
}
