import type { Options } from '../cli/options.ts'
import { JailError } from '../errors.ts'
import type { Bwrap, Caller, Facts, Project } from '../host/facts.ts'
import { distrustOf } from '../host/gather/bwrap.ts'
import { gatherCaller, xdgFolders } from '../host/gather/caller.ts'
import { gatherProject } from '../host/gather/project.ts'
import { gatherGit } from '../host/git/gather.ts'
import { makeWalker, observe } from '../host/observe.ts'
import { silentHome, whySilent } from '../host/silence.ts'
import type { Walker } from '../host/walk.ts'
import { encode, type Launch, optionsOf } from '../plan/encode.ts'
import { cacheFolder } from '../plan/fixed.ts'
import { withGit } from '../plan/git-rules.ts'
import { makePlan } from '../plan/make.ts'
import type { Options as BwrapOptions } from '../plan/op.ts'
import type { Plan } from '../plan/plan.ts'
import { questionsOf } from '../plan/questions.ts'
import {
  refuseCommand,
  refuseHiddenCommand,
  refuseProject,
  refuseTooMany,
  refuseUnwritable,
  refuseWeaker,
} from '../plan/refuse.ts'
import { BUILTIN_PROFILES } from '../policy/builtin.ts'
import type { Places } from '../policy/expand.ts'
import type { Layer } from '../policy/layer.ts'
import type { Policy } from '../policy/policy.ts'
import { resolvePolicy } from '../policy/resolve.ts'
import { seccompProgram } from '../seccomp/program.ts'
import type { Files } from '../sys/files.ts'
import type { Timing } from '../ui/timing.ts'
import { FROM_SOURCE, VERSION } from '../version.ts'
import { definedEnv } from './environment.ts'
import { refuseLostFolders } from './lost-bytes.ts'
import { hasOwnProfile, readLayers, readUnasked } from './voices.ts'

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
  /** Nothing is started, so nobody is asked about a project's file. */
  readonly looksOnly?: true
  readonly caller: Caller
  readonly files: Files
  readonly timing: Timing
}

/** All that is decided about a start, and the line of bwrap for it. */
export type Prepared = {
  readonly caller: Caller
  readonly bwrap: Bwrap
  readonly bwrapAnswer: Facts['bwrapAnswer']
  readonly policy: Pick<Policy, 'profile' | 'network'>
  readonly plan: Plan
  readonly line: Launch
  readonly known: Known
}

/** From a request to the plan: policy, facts, plan, and everything refused that would be weaker than the policy. */
export async function prepare(request: Request, host: Host): Promise<Prepared> {
  const { files, timing } = host
  const known = await look(request, host)
  const bwrap = await usableBwrap(known.facts, files)
  const decided = decide(known, bwrap)
  timing.mark('plan')
  const { facts, policy } = known
  return { caller: host.caller, bwrap, bwrapAnswer: facts.bwrapAnswer, policy, known, ...decided }
}

/** Who calls, and with what the machine is read. Throws `home.silent` when home or the current folder does not answer. */
export async function hostOf(files: Files, timing: Timing, env = definedEnv(process.env)): Promise<Host> {
  refuseLostFolders(env)
  const silent = await whySilent(env, files)
  if (silent !== undefined) throw silentHome(silent)
  const caller = gatherCaller(env, files)
  timing.mark('caller')
  return { caller, files, timing }
}

/** The policy of a request, by layer and as a whole, and what was read on the way. */
export type Ruled = {
  readonly policy: Policy
  readonly layers: readonly Layer[]
  /** The refusal of a project's file that nobody allowed, where one only looks. */
  readonly unallowed: JailError | undefined
  /** The command, when one was typed. */
  readonly command: string | undefined
  readonly project: Project
  readonly places: Places
  readonly walker: Walker
}

/** Reads who has a say in a request. Throws at the first file that is unreadable, untrusted or wrong. */
export async function readPolicy(
  request: Request,
  { caller, files, timing, looksOnly }: Host,
): Promise<Ruled> {
  const { options } = request
  const { read, write, copy, keep } = options
  const flagPaths = [read, write, copy, keep, options.project].flatMap((paths) => paths ?? [])
  const walker = await makeWalker(caller, flagPaths, files)
  const project = gatherProject(caller, options.project?.[0], walker, files)
  timing.mark('project')
  const places = { home: caller.home, project: project.path, xdg: xdgFolders(caller) }
  const { profile, command } = chosen(request, places, files)
  const reader = { caller, places, files, project }
  const { layers, unallowed } = looksOnly
    ? await readUnasked(profile, options, reader)
    : { layers: await readLayers(profile, options, reader), unallowed: undefined }
  const policy = resolvePolicy(profile, layers, places)
  timing.mark('policy')
  return { policy, layers, unallowed, command, project, places, walker }
}

/** The policy, and what the machine answers to its questions. */
export type Known = {
  readonly policy: Policy
  readonly unallowed: JailError | undefined
  readonly facts: Facts
  readonly places: Places
  readonly word: string
  readonly args: readonly string[]
  readonly stateHome: string
  /** jail's own program, when it can be shown inside. */
  readonly self: string | undefined
  readonly walker: Walker
}

/** Reads the policy, and of the machine what the policy asks for. Throws for a project that would give away too much. */
export async function look(request: Request, host: Host): Promise<Known> {
  const { caller, files, timing } = host
  const { policy: asked, unallowed, command, project, places, walker } = await readPolicy(request, host)
  const home = walker.resolve(caller.home)
  refuseProject(project, caller, 'real' in home ? home.real : caller.home, asked)
  const configHome = places.xdg.XDG_CONFIG_HOME
  const git = gatherGit({ caller, project, configHome, rules: asked.rules, walker, files })
  const policy = withGit(asked, git, project)
  timing.mark('git')
  const word = (request.shell ? undefined : (command ?? policy.command)) ?? caller.shell
  const isProfilesOwn = !request.shell && command === undefined && policy.command !== undefined
  const args = isProfilesOwn ? [...policy.args, ...request.args] : request.args
  const stateHome = places.xdg.XDG_STATE_HOME
  const cache = cacheFolder(stateHome, project.id)
  const questions = questionsOf(policy, { command: word, cache, home: caller.home })
  const facts = observe({ caller, project, git, places, walker, files }, questions)
  timing.mark('facts')
  return { policy, unallowed, facts, places, word, args, stateHome, self: ownProgram(walker), walker }
}

/** The file that runs now; undefined from source, or when it was replaced or removed since it was started. */
function ownProgram(walker: Walker): string | undefined {
  if (VERSION === FROM_SOURCE) return undefined
  const fact = walker.resolve(process.execPath)
  return fact.state === 'present' && fact.kind === 'file' ? fact.real : undefined
}

/** The profile of a request, and the command when one was typed. */
function chosen(
  { profile, word, shell }: Request,
  places: Places,
  files: Files,
): { readonly profile: string; readonly command: string | undefined } {
  if (profile !== undefined) return { profile, command: shell ? undefined : word }
  if (word === undefined) return { profile: shell ? 'shell' : 'base', command: undefined }
  return shell || isProfile(word, { places, files })
    ? { profile: word, command: undefined }
    : { profile: 'base', command: word }
}

/** Whether a word is the name of a profile: one that jail brings along, or one of the person's own. */
export function isProfile(
  word: string,
  place: { readonly places: Pick<Places, 'xdg'>; readonly files: Files },
): boolean {
  return Object.hasOwn(BUILTIN_PROFILES, word) || hasOwnProfile(word, place)
}

/** The plan, with everything refused that would be weaker than the policy, and bwrap's line for it. */
function decide(known: Known, bwrap: Bwrap): { plan: Plan; line: Launch } {
  const { policy, facts, word } = known
  refuseUnwritable(facts)
  refuseCommand(facts.command, word)
  const plan = planFor(known, optionsOf(bwrap), bwrap.version)
  refuseHiddenCommand(plan)
  refuseWeaker(plan, policy)
  const arch = facts.caller.arch === 'arm64' ? 'aarch64' : 'x86_64'
  const bytes = seccompProgram({ arch, nested: plan.nested })
  const line = encode(plan, bwrap, { kind: 'bytes', bytes, what: 'jail-seccomp' })
  refuseTooMany(plan, line.words)
  return { plan, line }
}

/** The plan for a bwrap with these options, whatever would be refused of it. */
export function planFor(
  { policy, facts, args, stateHome, self }: Known,
  options: BwrapOptions,
  bwrapVersion: string,
): Plan {
  return makePlan(policy, facts, { args, stateHome, options, bwrapVersion, self })
}

/** bwrap as it was found. Throws when there is none, or none that can be trusted. */
export async function usableBwrap({ bwrap, caller }: Facts, files: Files): Promise<Bwrap> {
  if (bwrap.known) return bwrap.value
  if (bwrap.why === 'absent') {
    const { installAdvice } = await import('../diagnose/install.ts')
    const { gatherDistribution } = await import('../host/gather/blockers.ts')
    throw new JailError('bwrap.absent', 'bubblewrap is not installed, so no jail can be made.', {
      fix: installAdvice(gatherDistribution(files), caller.uid, 'bubblewrap'),
    })
  }
  const { unusable } = await import('../diagnose/program.ts')
  const { fix } = unusable(distrustOf(caller.env, bwrap.why), bwrap.why)
  throw new JailError('bwrap.unusable', `bubblewrap cannot be used: ${bwrap.why}.`, { fix })
}
