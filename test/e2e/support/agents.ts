/** The real agents that the end-to-end tests drive, each with the least that it needs to work offline. */

import { dirname, join } from 'node:path'
import { Box, type Done } from './box.ts'
import { type ModelApi, startModelApi } from './model-api.ts'

/** The npm prefix that scripts/fetch-agents fills. */
export const PREFIX = new URL('../../../.tools/agents', import.meta.url).pathname

/** Node itself, and not a script or link of a tool manager of this machine that would look for its settings. */
export const NODE = Bun.spawnSync(['node', '-p', 'process.execPath']).stdout.toString().trim()

/** PATH with a folder of programs first, and Node where this machine has it. */
export function agentPath(bin = join(PREFIX, 'bin')): string {
  return [...new Set([bin, dirname(NODE), '/usr/bin', '/bin'])].join(':')
}

/** A box with the agent in it, and the model that it talks to, which has it run `command`. */
export function makePlace(agent: AgentCase, command: string): { box: Box; api: ModelApi } {
  const box = new Box()
  const api = startModelApi({ command })
  Object.assign(box.env, { PATH: agentPath() }, agent.env(api.url))
  for (const [path, content] of Object.entries(agent.home(api.url, box.project))) box.plant(path, content)
  box.outside('git init -q .')
  return { box, api }
}

/** Runs a command in the box as `box.command` does, but without stopping the model API, which is served from here. */
export async function converse(box: Box, argv: readonly string[], limitMs: number): Promise<Done> {
  const child = Bun.spawn([...argv], {
    cwd: box.project,
    env: box.env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: limitMs,
    killSignal: 'SIGKILL',
  })
  const [out, err] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  await child.exited
  return { code: child.exitCode, out, err }
}

/** How one agent is set up and called. It says nothing of the jail: plain runs of the agent use it too. */
export interface AgentCase {
  /** The command, and the name of jail's profile for it. */
  name: string
  /**
   * Files to plant in a throw-away home: path below it -> content. `url` is that of the model API. They also answer
   * what the agent asks at a first start in a terminal, as a person has done long ago.
   */
  home(url: string, project: string): Record<string, string>
  /** The least environment, on top of PATH, HOME and TMPDIR. */
  env(url: string): Record<string, string>
  /** What follows the agent's name and the profile's own flags, to start a session with `text`. */
  first(text: string): string[]
  /** The same to say `text` in the session that was used last. */
  again(text: string): string[]
  /** The folders below the home that it keeps things in. */
  state: readonly string[]
  /** What starts a session in a terminal with `text` as the first words. */
  inTerminal(text: string): string[]
  /** A glob below the home that matches once the session is stored. */
  sessionEvidence: string
  /** Several times what a run takes on two cores: a run that takes longer hangs. */
  timeoutMs: number
}

/** The agents, in the order in which they are to be tested. */
export const AGENTS = [
  {
    name: 'claude',
    home: (url) => ({
      '.claude/settings.json': json({
        env: {
          ANTHROPIC_BASE_URL: url,
          ANTHROPIC_API_KEY: 'none',
          CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        },
        skipDangerousModePermissionPrompt: true,
      }),
      '.claude.json': json({
        hasCompletedOnboarding: true,
        theme: 'dark',
        customApiKeyResponses: { approved: ['none'], rejected: [] },
      }),
    }),
    env: () => ({}),
    first: (text) => ['-p', text],
    again: (text) => ['-c', '-p', text],
    inTerminal: (text) => [text],
    state: ['.claude', '.claude.json'],
    sessionEvidence: '.claude/projects/*/*.jsonl',
    timeoutMs: 60_000,
  },
  {
    name: 'codex',
    home: (url, project) => ({
      '.codex/config.toml': [
        'model = "fake"',
        'model_provider = "fake"',
        'check_for_update_on_startup = false',
        '[model_providers.fake]',
        'name = "fake"',
        `base_url = "${url}/v1"`,
        'wire_api = "responses"',
        'experimental_bearer_token = "none"',
        // These two ask servers of its maker at every start.
        '[features]',
        'plugins = false',
        '[analytics]',
        'enabled = false',
        `[projects."${project}"]`,
        'trust_level = "trusted"',
        '',
      ].join('\n'),
    }),
    env: () => ({}),
    first: (text) => ['exec', '--skip-git-repo-check', text],
    again: (text) => ['exec', 'resume', '--last', '--skip-git-repo-check', text],
    inTerminal: (text) => [text],
    state: ['.codex'],
    sessionEvidence: '.codex/sessions/*/*/*/rollout-*.jsonl',
    timeoutMs: 60_000,
  },
  {
    name: 'gemini',
    home: (url) => ({
      '.gemini/settings.json': json({
        security: { auth: { selectedType: 'gemini-api-key' } },
        privacy: { usageStatisticsEnabled: false },
        general: { enableAutoUpdate: false },
        model: { name: 'gemini-2.5-flash' },
      }),
      '.gemini/.env': `GEMINI_API_KEY=none\nGOOGLE_GEMINI_BASE_URL=${url}\n`,
    }),
    env: () => ({}),
    first: (text) => ['-p', text],
    again: (text) => ['-r', 'latest', '-p', text],
    inTerminal: (text) => ['-i', text],
    state: ['.gemini'],
    sessionEvidence: '.gemini/tmp/*/chats/*',
    timeoutMs: 60_000,
  },
  {
    name: 'opencode',
    home: (url) => ({
      '.config/opencode/opencode.json': json({
        model: 'fake/fake',
        small_model: 'fake/fake',
        provider: {
          fake: {
            npm: '@ai-sdk/openai-compatible',
            options: { baseURL: `${url}/v1`, apiKey: 'none' },
            models: { fake: { name: 'fake' } },
          },
        },
      }),
      // It installs a package there at start: the model API refuses, and nothing goes to the network.
      '.config/opencode/.npmrc': `registry=${url}/npm/\nfetch-retries=0\n`,
    }),
    // It would ask servers for a list of models and for plugins.
    env: () => ({ OPENCODE_DISABLE_MODELS_FETCH: '1', OPENCODE_DISABLE_DEFAULT_PLUGINS: '1' }),
    first: (text) => ['run', text],
    again: (text) => ['run', '-c', text],
    inTerminal: (text) => ['--prompt', text],
    state: ['.config/opencode', '.local/share/opencode', '.local/state/opencode'],
    sessionEvidence: '.local/share/opencode/opencode.db',
    timeoutMs: 120_000,
  },
] as const satisfies readonly AgentCase[]

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
