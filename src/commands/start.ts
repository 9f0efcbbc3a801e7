import type { Options } from '../cli/options.ts'
import { EXIT, JailError } from '../errors.ts'
import type { Bwrap, Caller, Fact, Facts } from '../host/facts.ts'
import { gatherCaller, xdgFolders } from '../host/gather/caller.ts'
import { gatherProject } from '../host/gather/project.ts'
import { makeWalker, observe } from '../host/observe.ts'
import { execFailure, setupFailure } from '../launch/failure.ts'
import { launch, makeFolders, type Outcome } from '../launch/launch.ts'
import { encode, type Launch, optionsOf } from '../plan/encode.ts'
import { cacheFolder } from '../plan/fixed.ts'
import { makePlan } from '../plan/make.ts'
import type { Plan } from '../plan/plan.ts'
import { questionsOf } from '../plan/questions.ts'
import { refuseCommand, refuseProject, refuseUnwritable, refuseWeaker } from '../plan/refuse.ts'
import { BUILTIN_PROFILES } from '../policy/builtin.ts'
import { flagLayer } from '../policy/flags.ts'
import type { Policy } from '../policy/policy.ts'
import { profileLayers, resolvePolicy } from '../policy/resolve.ts'
import { seccompProgram } from '../seccomp/program.ts'
import { Files } from '../sys/files.ts'
import { Libc } from '../sys/libc.ts'
import { dryRunText } from '../ui/dry-run.ts'
import { printNotice, printResult } from '../ui/print.ts'
import { Timing } from '../ui/timing.ts'

/** What is to be started: a profile, the word for its command, and the person's arguments. */
export type Request = {
  readonly profile: string
  /** The command as typed; undefined takes the profile's own, with the profile's arguments in front. */
  readonly command: string | undefined
  /** Instead of any command, the person's shell. */
  readonly shell?: true
  readonly args: readonly string[]
  readonly options: Options
}

/** What a start needs of the machine. */
type Host = { readonly caller: Caller; readonly files: Files; readonly timing: Timing }

/** The one way from a request to a running command: policy, facts, plan, launch. Answers the exit code. */
export async function start(request: Request): Promise<number> {
  const timing = new Timing(process.env['JAIL_TIMING'] !== undefined)
  const files = new Files(new Libc())
  timing.mark('libc')
  const host: Host = { caller: gatherCaller(definedEnv(process.env), files), files, timing }
  const known = await look(request, host)
  const { plan, line } = decide(request, known)
  timing.mark('plan')
  if (request.options.dryRun) {
    printResult(dryRunText(line, plan.create, host.caller.env))
    return EXIT.ok
  }
  if (!request.options.quiet) for (const notice of notices(plan)) printNotice(`jail: ${notice}`)
  makeFolders(plan.create, files)
  const outcome = launch(line, files, (stage) => timing.mark(stage))
  timing.print(printNotice)
  return exitCodeOf(outcome, plan)
}

type Known = {
  readonly policy: Policy
  readonly facts: Facts
  readonly word: string
  readonly stateHome: string
}

/** Reads the policy, and of the machine what the policy asks for. */
async function look({ profile, command, shell, options }: Request, host: Host): Promise<Known> {
  const { caller, files, timing } = host
  const flagPaths = [options.read, options.write, options.copy, options.project].flatMap(
    (paths) => paths ?? [],
  )
  const walker = await makeWalker(caller, flagPaths, files)
  const project = gatherProject(caller, options.project?.[0], walker, files)
  const places = { home: caller.home, project: project.path, xdg: xdgFolders(caller) }
  const layers = [
    ...profileLayers(profile, BUILTIN_PROFILES),
    flagLayer(options, caller.cwd.logical, caller.home),
  ]
  const policy = resolvePolicy(profile, layers, places)
  timing.mark('policy')
  const home = walker.resolve(caller.home)
  refuseProject(project, caller, 'real' in home ? home.real : caller.home, policy)
  const word = (shell ? undefined : (command ?? policy.command)) ?? caller.shell
  const stateHome = places.xdg.XDG_STATE_HOME
  const questions = questionsOf(policy, word, cacheFolder(stateHome, project.id))
  const facts = observe({ caller, project, places, walker, files }, questions)
  timing.mark('facts')
  return { policy, facts, word, stateHome }
}

/** The plan, with everything refused that would be weaker than the policy, and bwrap's line for it. */
function decide(request: Request, { policy, facts, word, stateHome }: Known): { plan: Plan; line: Launch } {
  refuseUnwritable(facts)
  refuseCommand(facts.command, word)
  const bwrap = usableBwrap(facts.bwrap)
  const isProfilesOwn = !request.shell && request.command === undefined && policy.command !== undefined
  const plan = makePlan(policy, facts, {
    args: isProfilesOwn ? [...policy.args, ...request.args] : request.args,
    stateHome,
    options: optionsOf(bwrap),
    bwrapVersion: bwrap.version,
  })
  refuseWeaker(plan, policy)
  const arch = facts.caller.arch === 'arm64' ? 'aarch64' : 'x86_64'
  const bytes = seccompProgram({ arch, nested: false })
  return { plan, line: encode(plan, bwrap, { kind: 'bytes', bytes, what: 'jail-seccomp' }) }
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
