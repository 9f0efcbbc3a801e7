import type { Options } from '../cli/options.ts'
import { JailError } from '../errors.ts'
import type { Bwrap, Caller, Fact } from '../host/facts.ts'
import { gatherCaller, xdgFolders } from '../host/gather/caller.ts'
import { gatherProject } from '../host/gather/project.ts'
import { makeWalker, observe } from '../host/observe.ts'
import { execFailure, setupFailure } from '../launch/failure.ts'
import { launch, makeFolders } from '../launch/launch.ts'
import { encode, optionsOf } from '../plan/encode.ts'
import { cacheFolder } from '../plan/fixed.ts'
import { makePlan } from '../plan/make.ts'
import type { Plan } from '../plan/plan.ts'
import { questionsOf } from '../plan/questions.ts'
import { refuseCommand, refuseProject, refuseUnwritable, refuseWeaker } from '../plan/refuse.ts'
import { BUILTIN_PROFILES } from '../policy/builtin.ts'
import { flagLayer } from '../policy/flags.ts'
import { profileLayers, resolvePolicy } from '../policy/resolve.ts'
import { seccompProgram } from '../seccomp/program.ts'
import { dryRunText } from '../ui/dry-run.ts'
import { printNotice, printResult } from '../ui/print.ts'
import { Timing } from '../ui/timing.ts'

/** What is to be started: a profile, the word for its command, and the person's arguments. */
export type Request = {
  readonly profile: string
  /** The command as typed; undefined takes the profile's own, with the profile's arguments in front. */
  readonly command: string | undefined
  readonly args: readonly string[]
  readonly options: Options
}

/** The one way from a request to a running command: policy, facts, plan, launch. Answers the exit code. */
export async function start(request: Request): Promise<number> {
  const timing = new Timing(process.env['JAIL_TIMING'] !== undefined)
  const caller = gatherCaller(definedEnv(process.env))
  return startAs(request, caller, timing)
}

async function startAs(request: Request, caller: Caller, timing: Timing): Promise<number> {
  const { options } = request
  const walker = await makeWalker(caller, [
    ...(options.read ?? []),
    ...(options.write ?? []),
    ...(options.copy ?? []),
    ...(options.project ?? []),
  ])
  const project = gatherProject(caller, options.project?.[0], walker)
  const places = { home: caller.home, project: project.path, xdg: xdgFolders(caller) }
  const layers = [
    ...profileLayers(request.profile, BUILTIN_PROFILES),
    flagLayer(options, caller.cwd.logical, caller.home),
  ]
  const policy = resolvePolicy(request.profile, layers, places)
  timing.mark('policy')
  const home = walker.resolve(caller.home)
  refuseProject(project, caller, 'real' in home ? home.real : caller.home, policy)
  const word = request.command ?? policy.command ?? caller.shell
  const facts = observe(
    caller,
    project,
    places,
    walker,
    questionsOf(policy, word, cacheFolder(places.xdg.XDG_STATE_HOME, project.id)),
  )
  timing.mark('facts')
  refuseUnwritable(facts)
  refuseCommand(facts.command, word)
  const bwrap = usableBwrap(facts.bwrap)
  const args =
    request.command === undefined && policy.command !== undefined
      ? [...policy.args, ...request.args]
      : request.args
  const plan = makePlan(policy, facts, {
    args,
    stateHome: places.xdg.XDG_STATE_HOME,
    options: optionsOf(bwrap),
    bwrapVersion: bwrap.version,
  })
  refuseWeaker(plan, policy)
  const arch = caller.arch === 'arm64' ? 'aarch64' : 'x86_64'
  const line = encode(plan, bwrap, {
    kind: 'bytes',
    bytes: seccompProgram({ arch, nested: false }),
    what: 'jail-seccomp',
  })
  timing.mark('plan')
  if (options.dryRun) {
    printResult(dryRunText(line, plan.create, caller.env))
    return 0
  }
  if (!options.quiet) for (const notice of notices(plan)) printNotice(`jail: ${notice}`)
  makeFolders(plan.create)
  const outcome = launch(line, (stage) => timing.mark(stage))
  timing.print(printNotice)
  switch (outcome.kind) {
    case 'ran':
      return outcome.code
    case 'killed':
      return 128 + outcome.signal
    case 'exec-failed':
      throw execFailure(facts.command.path, outcome.errno)
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

function usableBwrap(bwrap: Fact<Bwrap>): Bwrap {
  if (bwrap.known) return bwrap.value
  if (bwrap.why === 'absent') {
    throw new JailError('bwrap.absent', 'bubblewrap is not installed, so no jail can be made.', {
      fix: 'Install the package bubblewrap, for example: sudo apt install bubblewrap',
    })
  }
  throw new JailError('bwrap.unusable', `bubblewrap cannot be used: ${bwrap.why}.`, {
    fix: 'Install the package bubblewrap of your distribution.',
  })
}

function definedEnv(env: NodeJS.ProcessEnv): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name in env) {
    const value = env[name]
    if (value !== undefined) found[name] = value
  }
  return found
}
