import type { Facts } from '../host/facts.ts'
import { hasLostBytes } from '../policy/characters.ts'
import { isBelow, matchesPattern, normalise, parentOf } from '../policy/paths.ts'
import type { EnvRule, Policy } from '../policy/policy.ts'
import { isVariableName } from '../policy/variables.ts'
import type { Arranged } from './arrange.ts'
import { twinsOf } from './twins.ts'

/** Names that are never passed by a pattern: they make programs load or run something, or reach a socket of the host. */
const LOADS = 'it can make programs load or run something'
const REACHES = 'it leads to a socket of the host'
const NEVER: Readonly<Record<string, string>> = {
  NODE_OPTIONS: LOADS,
  SSH_AUTH_SOCK: REACHES,
  DISPLAY: REACHES,
  WAYLAND_DISPLAY: REACHES,
  XDG_RUNTIME_DIR: REACHES,
}
const NEVER_STARTS = [
  ['LD_', LOADS],
  ['BUN_', LOADS],
  ['DBUS_', REACHES],
] as const

/** Passed although their folder is hidden: a writable empty one stands there. */
const OWN_FOLDERS = ['HOME', 'XDG_CONFIG_HOME', 'XDG_DATA_HOME', 'XDG_STATE_HOME', 'XDG_CACHE_HOME']

/** Where tools keep things. Below the hidden home they find what is shown of it, and can make the rest. */
const TOOL_FOLDERS = [
  'ASDF_DATA_DIR',
  'ASDF_DIR',
  'CARGO_HOME',
  'DENO_DIR',
  'DENO_INSTALL',
  'DENO_INSTALL_ROOT',
  'FNM_DIR',
  'GOBIN',
  'GOPATH',
  'HOMEBREW_CELLAR',
  'HOMEBREW_PREFIX',
  'HOMEBREW_REPOSITORY',
  'MAMBA_ROOT_PREFIX',
  'MISE_CONFIG_DIR',
  'MISE_DATA_DIR',
  'N_PREFIX',
  'NODENV_ROOT',
  'NVM_DIR',
  'PIPX_HOME',
  'PNPM_HOME',
  'PYENV_ROOT',
  'RBENV_ROOT',
  'RUSTUP_HOME',
  'SDKMAN_CANDIDATES_DIR',
  'SDKMAN_DIR',
  'UV_PYTHON_INSTALL_DIR',
  'UV_TOOL_DIR',
  'VOLTA_HOME',
]

export type Environment = {
  readonly env: ReadonlyMap<string, string>
  readonly dropped: readonly string[]
  /** Variables left out since they have the value of a secret that stays outside, with its name. */
  readonly twins: ReadonlyMap<string, string>
  /** The rule behind each variable that is passed, set or dropped; those without one are jail's own. */
  readonly origins: ReadonlyMap<string, EnvRule>
}

/** What is visible inside, and a folder that stands behind all others in PATH. */
type Inside = { readonly box: Arranged; readonly lastOfPath: string | undefined }

/** The environment of the box: from empty, what the policy passes and sets, with PATH cut to what is visible. */
export function makeEnvironment(policy: Policy, facts: Facts, { box, lastOfPath }: Inside): Environment {
  const env = new Map<string, string>()
  const dropped = new Set<string>()
  const origins = new Map<string, EnvRule>()
  for (const rule of policy.env.pass) {
    for (const name of namesFor(rule.name, facts.caller.env)) {
      const value = facts.caller.env[name]
      if (value === undefined || value.includes('\0')) continue
      origins.set(name, rule)
      if (hasLostBytes(value) || leadsNowhere(name, value, facts, box)) dropped.add(name)
      else env.set(name, value)
    }
  }
  const twins = withoutTwins(policy, facts, { env, origins })
  const { user, home, shell } = facts.caller
  const path = visiblePath(facts, box)
  const own = {
    HOME: home,
    USER: user,
    LOGNAME: user,
    SHELL: shell,
    PATH: lastOfPath === undefined ? path : `${path}:${lastOfPath}`,
  }
  for (const name in own) {
    env.set(name, own[name as keyof typeof own])
    origins.delete(name)
  }
  for (const rule of policy.env.set) {
    env.set(rule.name, rule.value)
    origins.set(rule.name, rule)
  }
  return {
    env: new Map([...env].sort(([a], [b]) => (a < b ? -1 : 1))),
    dropped: [...dropped],
    twins,
    origins,
  }
}

/** Takes what a pattern passed and what is a secret under another name out again; answers which, with the other names. */
function withoutTwins(
  policy: Policy,
  { caller }: Facts,
  { env, origins }: { readonly env: Map<string, string>; readonly origins: Map<string, EnvRule> },
): ReadonlyMap<string, string> {
  const listed = new Set(policy.env.pass.map((rule) => rule.name))
  const byPattern = [...env.keys()].filter((name) => !listed.has(name))
  const twins = twinsOf(byPattern, caller.env, origins)
  for (const name of twins.keys()) {
    env.delete(name)
    origins.delete(name)
  }
  return twins
}

/** The names of an environment that an entry of `env.pass` lets in: itself, or what its pattern matches but for `NEVER`. */
export function namesFor(pattern: string, env: Readonly<Record<string, string>>): string[] {
  if (!pattern.includes('*')) return Object.hasOwn(env, pattern) && isVariableName(pattern) ? [pattern] : []
  return Object.keys(env).filter(
    (name) => isVariableName(name) && matchesPattern(name, pattern) && neverByPattern(name) === undefined,
  )
}

/** Why no pattern passes a variable, only its full name; undefined when a pattern may. */
export function neverByPattern(name: string): string | undefined {
  if (Object.hasOwn(NEVER, name)) return NEVER[name]
  return NEVER_STARTS.find(([start]) => name.startsWith(start))?.[1]
}

/** A certificate file that is hidden would break TLS; a settings folder that is hidden would lose what is written there. */
function leadsNowhere(name: string, value: string, facts: Facts, box: Arranged): boolean {
  if (OWN_FOLDERS.includes(name)) return false
  const fact = facts.paths.get(value)
  if (fact?.state !== 'present') return false
  const cover = box.coverOf(fact.real)
  if (cover === 'ro' || cover === 'rw') return false
  const home = facts.paths.get(facts.caller.home)
  return !(TOOL_FOLDERS.includes(name) && home?.state === 'present' && isBelow(fact.real, home.real))
}

/** The entries of PATH in which something can be found inside, in order. */
function visiblePath(facts: Facts, box: Arranged): string {
  const holding = new Set(box.ops.map((op) => parentOf(op.path)))
  const entries = (facts.caller.env['PATH'] ?? '').split(':').filter((entry) => entry.startsWith('/'))
  const kept = [...new Set(entries.map(normalise))].filter((entry) => {
    const fact = facts.paths.get(entry)
    if (fact?.state !== 'present') return false
    const cover = box.coverOf(fact.real)
    return cover === 'ro' || cover === 'rw' || holding.has(fact.real)
  })
  return kept.length > 0 ? kept.join(':') : '/usr/bin:/bin'
}
