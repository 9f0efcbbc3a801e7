import { expandPath, type Places } from '../policy/expand.ts'
import { isWithin } from '../policy/paths.ts'
import type { Policy, Rule } from '../policy/policy.ts'
import type { Profiles } from '../policy/resolve.ts'
import type { PathEntry } from '../policy/words.ts'
import type { Outside, Scope } from './state.ts'

/**
 * What is watched beside all that a profile protects: files that must stay writable, or that no start can protect since
 * an empty one would do harm. Those of the home folder count where the run may write them.
 */
const UNPROTECTED: readonly Outside[] = [
  {
    path: '~/.claude/.config.json',
    why: 'claude takes it for ~/.claude.json and starts the servers in it',
    how: 'entry',
  },
  { path: '~/.claude/.claude.json', why: 'claude starts the servers in it', how: 'entry' },
  { path: '~/.claude.json', why: 'claude starts the servers in it', how: 'entry' },
  {
    path: '~/.claude/session-env',
    why: 'claude reads it as shell code when it takes up the session',
    how: 'entry',
  },
  { path: '~/.claude/shell-snapshots', why: 'claude reads it as shell code', how: 'entry' },
  { path: '~/.codex/shell_snapshots', why: 'codex reads it as shell code', how: 'entry' },
  { path: '~/.gemini/history', why: 'gemini runs git there', how: 'gits' },
  { path: '~/.qwen/history', why: 'qwen runs git there', how: 'gits' },
  { path: '~/.qwen/worktrees', why: 'qwen runs git there', how: 'gits' },
  { path: '~/.qwen/arena', why: 'qwen runs git there', how: 'gits' },
  { path: '~/.pi/agent/auth.json', why: 'a key in it may be a command, which pi runs', how: 'entry' },
  { path: '~/.copilot/config.json', why: 'it lists the folders whose settings copilot trusts', how: 'entry' },
  {
    path: '$XDG_DATA_HOME/crush/crush.json',
    why: 'a value in it may be a command, which crush runs',
    how: 'entry',
  },
  { path: '$XDG_DATA_HOME/opencode/snapshot', why: 'opencode runs git there', how: 'gits' },
]

const STARTS_HERE = 'runs it when it starts here'
const SOURCED = 'shells read it as code, and editors make them do so'
const TOOLCHAIN = 'rustup starts cargo and rustc from the folder that it names'

/**
 * Settings of tools that make a mere question (`yarn --version`, `pnpm ls`) run a program, and what an interpreter runs
 * before the first line is typed. An agent changes them in its daily work, so they are not protected.
 */
const OF_TOOLS: Scope['inside'] = [
  { path: '.env', why: 'qwen takes variables from it when it starts, NODE_OPTIONS too' },
  { path: '.yarnrc.yml', why: 'yarn runs the program that it names, whatever it is asked' },
  { path: '.yarnrc', why: 'yarn runs the program that it names, whatever it is asked' },
  { path: '.pnpmfile.cjs', why: 'pnpm runs it, whatever it is asked' },
  { path: '.npmrc', why: 'npm takes a shell, options of node and servers from it' },
  { path: '.cargo/config.toml', why: 'cargo starts the programs that it names, and editors start cargo' },
  { path: '.cargo/config', why: 'cargo starts the programs that it names, and editors start cargo' },
  { path: 'rust-toolchain.toml', why: TOOLCHAIN },
  { path: 'rust-toolchain', why: TOOLCHAIN },
  { path: '.mvn', why: 'Maven loads what it names, whatever it is asked' },
  { path: '.bundle/config', why: 'Bundler takes folders and servers from it' },
  { path: '.bundle/plugin/index', why: 'Bundler runs the plugins that it names' },
  { path: 'ansible.cfg', why: 'Ansible loads the plugins that it names' },
  { path: '.venv/bin/activate', why: SOURCED },
  { path: 'venv/bin/activate', why: SOURCED },
  { path: '.gdbinit', why: 'gdb runs it where its safe path allows that' },
  { path: '.lldbinit', why: 'lldb runs it where load-cwd-lldbinit is on' },
  { path: '.irbrc', why: `irb ${STARTS_HERE}` },
  { path: '.pryrc', why: `pry ${STARTS_HERE}` },
  { path: '.pdbrc', why: `Python's pdb ${STARTS_HERE}` },
  { path: '.Rprofile', why: `R ${STARTS_HERE}` },
  { path: '.ghci', why: `ghci ${STARTS_HERE}` },
  { path: '.ocamlinit', why: `ocaml ${STARTS_HERE}` },
  { path: '.iex.exs', why: `iex ${STARTS_HERE}` },
  { path: '.octaverc', why: `Octave ${STARTS_HERE}` },
]

/** In the project as `inside` of a scope, in addition to what `base` protects. */
const UNPROTECTED_INSIDE: Scope['inside'] = [
  ...OF_TOOLS,
  { path: '.jj/repo/config.toml', why: 'jj runs programs that it names' },
  { path: '.hg/hgrc', why: 'Mercurial runs the hooks that it names' },
  ...[
    ...['lefthook.yaml', 'lefthook.toml', 'lefthook.json', '.lefthook.yaml', '.lefthook.toml'],
    ...['.lefthook.json', 'lefthook-local.yaml', 'lefthook-local.toml', 'lefthook-local.json'],
    ...['.lefthook-local.yml', '.lefthook-local.yaml', '.lefthook-local.toml', '.lefthook-local.json'],
    ...['.config/lefthook.yml', '.config/lefthook.yaml', '.config/lefthook.toml', '.config/lefthook.json'],
  ].map((path) => ({ path, why: 'git hooks' })),
  ...['mise.local.toml', '.mise.local.toml', 'mise/config.toml', '.config/mise.local.toml'].map((path) => ({
    path,
    why: 'mise runs its hooks when you enter the folder',
  })),
]

const REBASE = 'git runs the lines of it that begin with exec when the rebase goes on'

const REMOTE = 'git takes the place of a server from it, which may be a folder with hooks here'

/** What in a git folder makes git run programs or look elsewhere (githooks(5), git-config(1), gitattributes(5)). */
export const IN_GIT: Scope['inside'] = [
  { path: 'config', why: 'git runs programs that it names' },
  { path: 'config.worktree', why: 'git runs programs that it names' },
  { path: 'commondir', why: 'it leads git to other settings' },
  { path: 'hooks', why: 'git runs these' },
  { path: 'remotes', why: REMOTE },
  { path: 'branches', why: REMOTE },
  { path: 'info/attributes', why: 'it can switch on programs that git runs' },
  { path: 'rebase-merge/git-rebase-todo', why: REBASE },
  { path: 'worktrees/*/rebase-merge/git-rebase-todo', why: REBASE },
  { path: 'worktrees/*/commondir', why: 'it leads git to other settings' },
  { path: 'worktrees/*/config.worktree', why: 'git runs programs that it names' },
]

/** Why a `.git` that is a file or a link is watched (gitrepository-layout(5)). */
export const GIT_POINTER = 'git takes its settings and hooks from where it leads'

/** What jail itself makes in a git folder while a box runs: it changes nothing (plan/git-rules.ts). By name. */
export const HARMLESS_IN_GIT: Readonly<Record<string, string>> = { commondir: '.\n', 'config.worktree': '' }

/** Names that tell a git folder among others: what has lost its HEAD can get it back. */
export const SIGNS_OF_GIT: readonly string[] = ['HEAD', 'config', 'hooks', 'commondir']

/** git makes these beside its hooks and runs none (githooks(5)). */
export const SAMPLE = '.sample'

/** A path and why it is watched. */
export type Led = Pick<Outside, 'path' | 'why'>

/**
 * What a run of this policy is looked at for. `gits`: git's own folders of the project that lie outside of it. `led`:
 * what the settings of git lead to, there or not. `kept`: files that are written back at the end, each watched, since
 * jail cannot know which program of the host reads one, and what that does.
 */
export function scopeOf(
  policy: Policy,
  profiles: Profiles,
  {
    places,
    gits,
    led,
    kept,
  }: {
    readonly places: Places
    readonly gits: readonly string[]
    readonly led: readonly Led[]
    readonly kept: readonly string[]
  },
): Scope {
  const outside = new Map<string, Outside>()
  const isWritten = (path: string): boolean =>
    kept.includes(path) ||
    policy.writes.some((written) => isWithin(path, written) && written !== places.project)
  const add = (path: string, rest: Omit<Outside, 'path'>): void => {
    if (isWritten(path) && !isWithin(path, places.project) && !outside.has(path))
      outside.set(path, { path, ...rest })
  }
  const inside = new Map(UNPROTECTED_INSIDE.map(({ path, why }) => [path, why]))
  // What stands in the home folder matters only to a run that may write there.
  const isOutside = [...kept, ...policy.writes].some((path) => path !== places.project)
  const names = isOutside ? Object.keys(profiles) : ['base']
  for (const name of names)
    for (const [text, entry] of Object.entries(profiles[name]?.protect ?? {})) {
      const why = reasonOf(entry)
      if (why === undefined) continue
      if (text.startsWith('./')) inside.set(text.slice(2), why)
      else add(expandPath(text, places, name), { why, how: 'entry' })
    }
  for (const { word, path, why, create } of policy.rules)
    if (word === 'protect') add(path, { why, how: 'entry', ...lentBy(create) })
  for (const { path, why, how } of UNPROTECTED) add(expandPath(path, places, 'review'), { why, how })
  for (const { path, why } of led)
    if ([places.project, ...policy.writes].some((written) => isWithin(path, written)))
      outside.set(path, { path, why, how: 'entry' })
  // Last, so that a reason that says more stands.
  watchKept(kept, outside)
  for (const path of gits) outside.set(path, { path, why: 'git works with it here', how: 'git' })
  return {
    project: places.project,
    home: places.home,
    outside: [...outside.values()],
    // git's own folders are looked at wherever they are.
    inside: [...inside].filter(([path]) => !path.startsWith('.git/')).map(([path, why]) => ({ path, why })),
  }
}

function lentBy(create: Rule['create']): Pick<Outside, 'own'> {
  return typeof create === 'object' && 'lent' in create ? { own: create.content } : {}
}

function watchKept(kept: readonly string[], outside: Map<string, Outside>): void {
  const why = 'it is kept, and what reads it here gets what the box left'
  for (const path of kept) if (!outside.has(path)) outside.set(path, { path, why, how: 'entry' })
}

function reasonOf(entry: PathEntry): string | undefined {
  return typeof entry === 'string' ? entry : entry?.why
}

/** A path that is waited for, component by component, and why. */
export type Waiting = { readonly parts: readonly string[]; readonly why: string }

/** The same paths, taken apart. */
export function waitingFor(paths: Scope['inside']): Waiting[] {
  return paths.map(({ path, why }) => ({ parts: path.split('/'), why }))
}
