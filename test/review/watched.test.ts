import { describe, expect, test } from 'bun:test'
import { BUILTIN_PROFILES } from '../../src/policy/builtin.ts'
import type { Places } from '../../src/policy/expand.ts'
import { flagLayer } from '../../src/policy/flags.ts'
import { layersOf } from '../../src/policy/layer.ts'
import { profileLayers, resolvePolicy } from '../../src/policy/resolve.ts'
import type { Scope } from '../../src/review/state.ts'
import { type Led, scopeOf } from '../../src/review/watched.ts'

const PLACES: Places = {
  home: '/h',
  project: '/h/p',
  xdg: {
    XDG_CONFIG_HOME: '/h/.config',
    XDG_DATA_HOME: '/h/.local/share',
    XDG_STATE_HOME: '/h/.local/state',
    XDG_CACHE_HOME: '/h/.cache',
  },
}

function scope(
  profile: string,
  write: string[] = [],
  gits: string[] = [],
  led: Led[] = [],
  kept: string[] = [],
): Scope {
  const layers = layersOf({
    profile: profileLayers(profile, BUILTIN_PROFILES),
    flags: flagLayer({ write }, '/h/p', '/h'),
  })
  return scopeOf(resolvePolicy(profile, layers, PLACES), BUILTIN_PROFILES, {
    places: PLACES,
    gits,
    led,
    kept,
  })
}

const outsideOf = (...asked: Parameters<typeof scope>): string[] =>
  scope(...asked).outside.map(({ path }) => path)

describe('in every folder of the project', () => {
  const inside = new Map(scope('base').inside.map(({ path, why }) => [path, why]))

  test.each(['.envrc', '.vscode', '.husky', '.mcp.json', '.claude/settings*.json', '.jail.yaml', '.hg/hgrc'])(
    '%s is watched',
    (path) => expect(inside.get(path)).toBeString(),
  )

  // Each was seen to run with the real tool, asked for its version or a list, or just started; Bundler: at an install.
  test.each([
    ['bunfig.toml', 'cline and bun run what it preloads, whatever they are asked'],
    ['.env', 'qwen takes variables from it when it starts, NODE_OPTIONS too'],
    ['.yarnrc.yml', 'yarn runs the program that it names, whatever it is asked'],
    ['.yarnrc', 'yarn runs the program that it names, whatever it is asked'],
    ['.pnpmfile.cjs', 'pnpm runs it, whatever it is asked'],
    ['.mvn', 'Maven loads what it names, whatever it is asked'],
    ['rust-toolchain.toml', 'rustup starts cargo and rustc from the folder that it names'],
    ['.cargo/config.toml', 'cargo starts the programs that it names, and editors start cargo'],
    ['ansible.cfg', 'Ansible loads the plugins that it names'],
    ['.bundle/plugin/index', 'Bundler runs the plugins that it names'],
    ['.vimrc', 'Vim runs it where exrc is on'],
    ['.irbrc', 'irb runs it when it starts here'],
    ['.pryrc', 'pry runs it when it starts here'],
    ['.pdbrc', "Python's pdb runs it when it starts here"],
  ])('%s is watched: %s', (path, why) => expect(inside.get(path)).toBe(why))

  test.each(['package.json', 'Makefile', 'CLAUDE.md', 'src', '.github/workflows', '.git/hooks'])(
    '%s is not',
    (path) => expect(inside.has(path)).toBe(false),
  )

  test('all that base protects there is, but git, which is looked at by itself', () => {
    const own = Object.keys(BUILTIN_PROFILES['base']?.protect ?? {}).filter(
      (path) => !path.startsWith('./.git/'),
    )
    expect(own.filter((path) => !inside.has(path.slice(2)))).toEqual([])
    expect(own.length).toBeGreaterThan(30)
  })
})

describe('outside of the project', () => {
  test('nothing is watched where nothing may be written', () => expect(outsideOf('base')).toEqual([]))

  test.each([
    ['claude', '/h/.claude/.config.json'],
    ['claude', '/h/.claude/session-env'],
    ['claude', '/h/.claude/shell-snapshots'],
    ['claude', '/h/.claude/settings.json'],
    ['claude', '/h/.claude/*.sh'],
    ['codex', '/h/.codex/config.toml'],
    ['codex', '/h/.codex/shell_snapshots'],
    ['opencode', '/h/.local/share/opencode/snapshot'],
    ['gemini', '/h/.gemini/history'],
    ['qwen', '/h/.qwen/history'],
    ['pi', '/h/.pi/agent/auth.json'],
    ['copilot', '/h/.copilot/config.json'],
    ['crush', '/h/.local/share/crush/crush.json'],
  ])('a run of %s watches %s', (profile, path) => expect(outsideOf(profile)).toContain(path))

  test.each([
    ['claude', '/h/.codex/config.toml'],
    ['claude', '/h/.claude.json'],
    ['codex', '/h/.claude/settings.json'],
  ])('a run of %s does not watch %s', (profile, path) => expect(outsideOf(profile)).not.toContain(path))

  test('what a flag opens is watched still', () => {
    expect(outsideOf('claude', ['/h/.claude/settings.json'])).toContain('/h/.claude/settings.json')
    expect(outsideOf('claude', ['/h/.claude.json'])).toContain('/h/.claude.json')
    expect(outsideOf('base', ['/h/.claude'])).toContain('/h/.claude/.config.json')
  })

  test.each([
    ['/h/.claude.json', 'claude starts the servers in it'],
    ['/h/.bashrc', 'it is kept, and what reads it here gets what the box left'],
    ['/h/p/state', 'it is kept, and what reads it here gets what the box left'],
  ])('%s is watched when it is kept', (path, why) => {
    const { outside } = scope('base', [], [], [], [path])
    expect(outside).toEqual([{ path, why, how: 'entry' }])
  })

  test('what settings of git lead to is watched where it can be written', () => {
    const led = ['/h/p/tools/hooks', '/h/elsewhere'].map((path) => ({ path, why: 'git runs these' }))
    expect(scope('base', [], [], led).outside.map(({ path }) => path)).toEqual(['/h/p/tools/hooks'])
  })

  test("git's folder of a linked worktree is looked at as such", () => {
    expect(scope('base', [], ['/h/main/.git']).outside).toEqual([
      { path: '/h/main/.git', why: 'git works with it here', how: 'git' },
    ])
  })
})
