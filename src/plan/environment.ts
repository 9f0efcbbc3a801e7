import type { Facts } from '../host/facts.ts'
import { isBelow, matchesPattern, normalise, parentOf } from '../policy/paths.ts'
import type { Policy } from '../policy/policy.ts'
import { isVariableName } from '../policy/variables.ts'
import type { Arranged } from './arrange.ts'

/** Names that are never passed by a pattern: they make programs load or run something, or reach a socket of the host. */
const NEVER = ['NODE_OPTIONS', 'SSH_AUTH_SOCK', 'DISPLAY', 'WAYLAND_DISPLAY', 'XDG_RUNTIME_DIR']
const NEVER_STARTS = ['LD_', 'BUN_', 'DBUS_']

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

export type Environment = { readonly env: ReadonlyMap<string, string>; readonly dropped: readonly string[] }

/** The environment of the box: from empty, what the policy passes and sets, with PATH cut to what is visible. */
export function makeEnvironment(policy: Policy, facts: Facts, box: Arranged): Environment {
  const env = new Map<string, string>()
  const dropped = new Set<string>()
  for (const { name: pattern } of policy.env.pass) {
    for (const name of namesFor(pattern, facts.caller.env)) {
      const value = facts.caller.env[name]
      if (value === undefined || value.includes('\0')) continue
      if (leadsNowhere(name, value, facts, box)) dropped.add(name)
      else env.set(name, value)
    }
  }
  const { user, home, shell } = facts.caller
  env.set('HOME', home).set('USER', user).set('LOGNAME', user).set('SHELL', shell)
  env.set('PATH', visiblePath(facts, box))
  for (const { name, value } of policy.env.set) env.set(name, value)
  return { env: new Map([...env].sort(([a], [b]) => (a < b ? -1 : 1))), dropped: [...dropped] }
}

function namesFor(pattern: string, env: Readonly<Record<string, string>>): string[] {
  if (!pattern.includes('*')) return Object.hasOwn(env, pattern) && isVariableName(pattern) ? [pattern] : []
  return Object.keys(env).filter(
    (name) =>
      isVariableName(name) &&
      matchesPattern(name, pattern) &&
      !NEVER.includes(name) &&
      !NEVER_STARTS.some((start) => name.startsWith(start)),
  )
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
