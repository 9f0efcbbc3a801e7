import { EXIT } from '../errors.ts'
import { execFailure, setupFailure } from '../launch/failure.ts'
import { launch, makeFolders, type Outcome } from '../launch/launch.ts'
import type { Plan } from '../plan/plan.ts'
import { Files } from '../sys/files.ts'
import { Libc } from '../sys/libc.ts'
import { dryRunText } from '../ui/dry-run.ts'
import { printNotice, printResult } from '../ui/print.ts'
import { Timing } from '../ui/timing.ts'
import { prepare, type Request } from './prepare.ts'

/** The one way from a request to a running command: policy, facts, plan, launch. Answers the exit code. */
export async function start(request: Request): Promise<number> {
  const timing = new Timing(process.env['JAIL_TIMING'] !== undefined)
  const files = new Files(new Libc())
  timing.mark('libc')
  const { caller, plan, line } = await prepare(request, files, timing)
  if (request.options.dryRun) {
    printResult(dryRunText(line, plan.create, caller.env))
    return EXIT.ok
  }
  if (!request.options.quiet) for (const notice of notices(plan)) printNotice(`jail: ${notice}`)
  makeFolders(plan.create, files)
  const outcome = launch(line, files, (stage) => timing.mark(stage))
  timing.print(printNotice)
  return exitCodeOf(outcome, plan)
}

function exitCodeOf(outcome: Outcome, plan: Plan): number {
  switch (outcome.kind) {
    case 'ran':
      return outcome.code
    case 'killed':
      return 128 + outcome.signal
    case 'exec-failed':
      throw execFailure(plan.argv[0] ?? '', outcome.errno)
    case 'setup-failed':
      throw setupFailure(outcome.text)
  }
}

/** A rule of the person that does nothing today must not pass in silence. */
function notices(plan: Plan): string[] {
  return plan.skipped
    .filter((rule) => rule.from === 'command line')
    .map((rule) => `--${rule.word} ${rule.path} has no effect: ${rule.because}.`)
}
