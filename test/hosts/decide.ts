import type { Bwrap, Facts } from '../../src/host/facts.ts'
import { encode, type Launch, optionsOf } from '../../src/plan/encode.ts'
import { cacheFolder } from '../../src/plan/fixed.ts'
import { withGit } from '../../src/plan/git-rules.ts'
import { makePlan } from '../../src/plan/make.ts'
import type { Plan } from '../../src/plan/plan.ts'
import { questionsOf } from '../../src/plan/questions.ts'
import { BUILTIN_PROFILES } from '../../src/policy/builtin.ts'
import { XDG_DEFAULTS } from '../../src/policy/expand.ts'
import { type Flags, flagLayer } from '../../src/policy/flags.ts'
import type { Policy } from '../../src/policy/policy.ts'
import { profileLayers, resolvePolicy } from '../../src/policy/resolve.ts'
import { bwrapOf, callerOf, factsOf, gitOf, type Machine, projectOf } from './machine.ts'

export type Asked = {
  readonly machine: Machine
  readonly person: string
  readonly profile: string
  /** Without it, the profile's own command, else the shell. */
  readonly command?: string
  readonly args?: readonly string[]
  readonly flags?: Flags
  readonly bwrap?: Bwrap
}

export type Decided = {
  readonly policy: Policy
  readonly facts: Facts
  readonly plan: Plan
  readonly line: Launch
}

/** From a profile to the line of bwrap on a recorded machine, by the functions that `jail run` uses. */
export function decideOn({
  machine,
  person,
  profile,
  command,
  args = [],
  flags = {},
  ...rest
}: Asked): Decided {
  const caller = callerOf(machine, person)
  const project = projectOf(machine, person)
  const xdg = xdgOf(caller.home, caller.env)
  const layers = [
    ...profileLayers(profile, BUILTIN_PROFILES),
    flagLayer(flags, caller.cwd.logical, caller.home),
  ]
  const asked = resolvePolicy(profile, layers, { home: caller.home, project: project.path, xdg })
  const policy = withGit(asked, gitOf(machine, person), project)
  const word = command ?? policy.command ?? caller.shell
  const cache = cacheFolder(xdg.XDG_STATE_HOME, project.id)
  const facts = factsOf(machine, person, questionsOf(policy, { command: word, cache, home: caller.home }))
  const bwrap = rest.bwrap ?? bwrapOf(machine)
  const isOwn = command === undefined && policy.command !== undefined
  const plan = makePlan(policy, facts, {
    args: isOwn ? [...policy.args, ...args] : args,
    stateHome: xdg.XDG_STATE_HOME,
    options: optionsOf(bwrap),
    bwrapVersion: bwrap.version,
  })
  // The plan does not depend on what the filter is; test/seccomp does.
  const filter = { kind: 'bytes', bytes: new Uint8Array([0, 255, 10]), what: 'jail-seccomp' } as const
  return { policy, facts, plan, line: encode(plan, bwrap, filter) }
}

function xdgOf(home: string, env: Readonly<Record<string, string>>) {
  const folder = (name: keyof typeof XDG_DEFAULTS): string => env[name] ?? `${home}/${XDG_DEFAULTS[name]}`
  return {
    XDG_CONFIG_HOME: folder('XDG_CONFIG_HOME'),
    XDG_DATA_HOME: folder('XDG_DATA_HOME'),
    XDG_STATE_HOME: folder('XDG_STATE_HOME'),
    XDG_CACHE_HOME: folder('XDG_CACHE_HOME'),
  }
}
