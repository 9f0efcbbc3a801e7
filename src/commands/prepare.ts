import type { Options } from '../cli/options.ts'
import { JailError } from '../errors.ts'
import type { Bwrap, Caller, Facts } from '../host/facts.ts'
import { distrustOf } from '../host/gather/bwrap.ts'
import { gatherCaller, xdgFolders } from '../host/gather/caller.ts'
import { gatherProject } from '../host/gather/project.ts'
import { makeWalker, observe } from '../host/observe.ts'
import { encode, type Launch, optionsOf } from '../plan/encode.ts'
import { cacheFolder } from '../plan/fixed.ts'
import { makePlan } from '../plan/make.ts'
import type { Plan } from '../plan/plan.ts'
import { questionsOf } from '../plan/questions.ts'
import {
  refuseCommand,
  refuseHiddenCommand,
  refuseProject,
  refuseUnwritable,
  refuseWeaker,
} from '../plan/refuse.ts'
import { BUILTIN_PROFILES } from '../policy/builtin.ts'
import type { Places } from '../policy/expand.ts'
import type { Policy } from '../policy/policy.ts'
import { resolvePolicy } from '../policy/resolve.ts'
import { seccompProgram } from '../seccomp/program.ts'
import type { Files } from '../sys/files.ts'
import type { Timing } from '../ui/timing.ts'
import { hasOwnProfile, readLayers } from './voices.ts'

/** What is to be started, as it was typed. */
export type Request = {
  /** Undefined: the first word decides, by being a profile's name or not. */
  readonly profile: string | undefined
  /** The profile or command as typed; without a command the profile's own is taken, with its arguments in front. */
  readonly word: string | undefined
  /** Instead of any command, the person's shell. */
  readonly shell?: true
  readonly args: readonly string[]
  readonly options: Options
}

/** What a start needs of the machine. */
export type Host = {
  readonly caller: Caller
  readonly files: Files
  readonly timing: Timing
}

/** All that is decided about a start, and the line of bwrap for it. */
export type Prepared = {
  readonly caller: Caller
  readonly bwrap: Bwrap
  readonly bwrapAnswer: Facts['bwrapAnswer']
  readonly plan: Plan
  readonly line: Launch
}

/** From a request to the plan: policy, facts, plan, and everything refused that would be weaker than the policy. */
export async function prepare(request: Request, files: Files, timing: Timing): Promise<Prepared> {
  const caller = gatherCaller(definedEnv(process.env), files)
  timing.mark('caller')
  const known = await look(request, { caller, files, timing })
  const bwrap = await usableBwrap(known.facts, files)
  const decided = decide(known, bwrap)
  timing.mark('plan')
  return { caller, bwrap, bwrapAnswer: known.facts.bwrapAnswer, ...decided }
}

type Known = {
  readonly policy: Policy
  readonly facts: Facts
  readonly word: string
  readonly args: readonly string[]
  readonly stateHome: string
}

/** Reads the policy, and of the machine what the policy asks for. */
async function look(request: Request, host: Host): Promise<Known> {
  const { options } = request
  const { caller, files, timing } = host
  const flagPaths = [options.read, options.write, options.copy, options.project].flatMap(
    (paths) => paths ?? [],
  )
  const walker = await makeWalker(caller, flagPaths, files)
  const project = gatherProject(caller, options.project?.[0], walker, files)
  timing.mark('project')
  const places = { home: caller.home, project: project.path, xdg: xdgFolders(caller) }
  const { profile, command } = chosen(request, places, files)
  const layers = await readLayers(profile, options, { caller, places, files, project })
  const policy = resolvePolicy(profile, layers, places)
  timing.mark('policy')
  const home = walker.resolve(caller.home)
  refuseProject(project, caller, 'real' in home ? home.real : caller.home, policy)
  const word = (request.shell ? undefined : (command ?? policy.command)) ?? caller.shell
  const isProfilesOwn = !request.shell && command === undefined && policy.command !== undefined
  const args = isProfilesOwn ? [...policy.args, ...request.args] : request.args
  const stateHome = places.xdg.XDG_STATE_HOME
  const questions = questionsOf(policy, word, cacheFolder(stateHome, project.id))
  const facts = observe({ caller, project, places, walker, files }, questions)
  timing.mark('facts')
  return { policy, facts, word, args, stateHome }
}

/** The profile of a request, and the command when one was typed. */
function chosen(
  { profile, word, shell }: Request,
  places: Places,
  files: Files,
): { readonly profile: string; readonly command: string | undefined } {
  if (profile !== undefined) return { profile, command: shell ? undefined : word }
  if (word === undefined) return { profile: shell ? 'shell' : 'base', command: undefined }
  const isProfile = shell || Object.hasOwn(BUILTIN_PROFILES, word) || hasOwnProfile(word, { places, files })
  return isProfile ? { profile: word, command: undefined } : { profile: 'base', command: word }
}

/** The plan, with everything refused that would be weaker than the policy, and bwrap's line for it. */
function decide({ policy, facts, word, args, stateHome }: Known, bwrap: Bwrap): { plan: Plan; line: Launch } {
  refuseUnwritable(facts)
  refuseCommand(facts.command, word)
  const plan = makePlan(policy, facts, {
    args,
    stateHome,
    options: optionsOf(bwrap),
    bwrapVersion: bwrap.version,
  })
  refuseHiddenCommand(plan)
  refuseWeaker(plan, policy)
  const arch = facts.caller.arch === 'arm64' ? 'aarch64' : 'x86_64'
  const bytes = seccompProgram({ arch, nested: plan.nested })
  return { plan, line: encode(plan, bwrap, { kind: 'bytes', bytes, what: 'jail-seccomp' }) }
}

async function usableBwrap({ bwrap, caller }: Facts, files: Files): Promise<Bwrap> {
  if (bwrap.known) return bwrap.value
  if (bwrap.why === 'absent') {
    const { installAdvice } = await import('../diagnose/install.ts')
    const { gatherDistribution } = await import('../host/gather/blockers.ts')
    throw new JailError('bwrap.absent', 'bubblewrap is not installed, so no jail can be made.', {
      fix: installAdvice(gatherDistribution(files), caller.uid, 'bubblewrap'),
    })
  }
  const { UNUSABLE } = await import('../diagnose/program.ts')
  const fix = UNUSABLE[distrustOf(caller.env, bwrap.why)]
  throw new JailError('bwrap.unusable', `bubblewrap cannot be used: ${bwrap.why}.`, { fix })
}

/** The environment as a plain value. */
export function definedEnv(env: NodeJS.ProcessEnv): Record<string, string> {
  const found: Record<string, string> = {}
  for (const name in env) {
    const value = env[name]
    if (value !== undefined) found[name] = value
  }
  return found
}
