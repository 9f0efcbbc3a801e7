/** The real agents that the end-to-end tests drive, each with the least that it needs to work offline. */

import { readdirSync } from 'node:fs'
import { join } from 'node:path'

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
  /** The same to say `text` in the session that was used last; `home` is where its state lies. */
  again(text: string, home: string): string[]
  /** It goes on with a session in a terminal only, where the text is typed. */
  againInTerminal?: true
  /** The folders below the home that it keeps things in. */
  state: readonly string[]
  /** What starts a session in a terminal with `text` as the first words. */
  inTerminal(text: string): string[]
  /** A glob below the home that matches once the session is stored. */
  sessionEvidence: string
  /** Files below the home that the agent would run, or start something from, at its next start on the host. */
  runsLater: readonly string[]
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
    runsLater: [
      '.claude/settings.json',
      '.claude/settings.local.json',
      '.claude/commands/x.md',
      '.claude/skills/x/SKILL.md',
      '.claude/plugins/x.json',
    ],
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
    runsLater: [
      '.codex/config.toml',
      '.codex/hooks.json',
      '.codex/.env',
      '.codex/skills/x/SKILL.md',
      '.codex/rules/x.rules',
    ],
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
    runsLater: [
      '.gemini/settings.json',
      '.gemini/.env',
      '.gemini/extensions/x/gemini-extension.json',
      '.gemini/tmp/bin/rg',
    ],
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
    runsLater: [
      '.config/opencode/opencode.json',
      '.config/opencode/plugin/x.js',
      '.config/opencode/node_modules/x.js',
    ],
    timeoutMs: 120_000,
  },
  {
    name: 'copilot',
    home: (_, project) => ({ '.copilot/config.json': json({ trustedFolders: [project] }) }),
    env: (url) => ({
      COPILOT_PROVIDER_BASE_URL: url,
      COPILOT_PROVIDER_TYPE: 'anthropic',
      COPILOT_PROVIDER_API_KEY: 'none',
      COPILOT_MODEL: 'fake',
      // It would wait for GitHub's servers, up to a minute where there is no network.
      COPILOT_OFFLINE: 'true',
    }),
    first: (text) => ['-p', text],
    again: (text) => ['--continue', '-p', text],
    inTerminal: (text) => ['-i', text],
    state: ['.copilot'],
    sessionEvidence: '.copilot/session-state/*/events.jsonl',
    runsLater: [
      '.copilot/mcp-config.json',
      '.copilot/settings.json',
      '.copilot/hooks/x.json',
      '.copilot/extensions/x.mjs',
    ],
    timeoutMs: 120_000,
  },
  {
    name: 'qwen',
    home: (url) => ({
      '.qwen/settings.json': json({
        security: { auth: { selectedType: 'openai' } },
        privacy: { usageStatisticsEnabled: false },
        general: { disableAutoUpdate: true },
        model: { name: 'fake' },
      }),
      '.qwen/.env': `OPENAI_API_KEY=none\nOPENAI_BASE_URL=${url}/v1\nOPENAI_MODEL=fake\n`,
    }),
    env: () => ({}),
    first: (text) => ['-p', text],
    again: (text) => ['-c', '-p', text],
    inTerminal: (text) => ['-i', text],
    state: ['.qwen'],
    sessionEvidence: '.qwen/projects/*/chats/*.jsonl',
    runsLater: ['.qwen/settings.json', '.qwen/.env', '.qwen/extensions/x/qwen-extension.json'],
    timeoutMs: 60_000,
  },
  {
    name: 'pi',
    home: (url) => ({
      '.pi/agent/models.json': json({
        providers: {
          fake: {
            baseUrl: `${url}/v1`,
            api: 'openai-completions',
            apiKey: 'none',
            models: [{ id: 'fake' }],
          },
        },
      }),
      '.pi/agent/settings.json': json({ defaultProvider: 'fake', defaultModel: 'fake' }),
    }),
    env: () => ({ PI_OFFLINE: '1' }),
    first: (text) => ['-p', text],
    again: (text) => ['-c', '-p', text],
    inTerminal: (text) => [text],
    state: ['.pi'],
    sessionEvidence: '.pi/agent/sessions/*/*.jsonl',
    runsLater: [
      '.pi/agent/extensions/x.ts',
      '.pi/agent/settings.json',
      '.pi/agent/models.json',
      '.pi/agent/bin/rg',
    ],
    timeoutMs: 60_000,
  },
  {
    name: 'cline',
    home: (url) => ({
      '.cline/data/settings/providers.json': json({
        version: 1,
        lastUsedProvider: 'openai-compatible',
        modes: {},
        providers: {
          'openai-compatible': {
            settings: {
              provider: 'openai-compatible',
              apiKey: 'none',
              model: 'fake',
              baseUrl: `${url}/v1`,
            },
            updatedAt: '2026-01-01T00:00:00.000Z',
            tokenSource: 'manual',
          },
        },
      }),
    }),
    env: () => ({}),
    // A single word would be taken for a command of its own.
    first: (text) => [`please ${text}`],
    again: (_, home) => ['-i', '--id', lastSessionOfCline(home)],
    againInTerminal: true,
    inTerminal: (text) => ['-i', `please ${text}`],
    state: ['.cline'],
    sessionEvidence: '.cline/data/sessions/*/*.json',
    runsLater: [
      '.cline/data/settings/cline_mcp_settings.json',
      '.cline/hooks/x',
      '.cline/plugins/x.js',
      '.cline/cron/x.md',
    ],
    timeoutMs: 90_000,
  },
] as const satisfies readonly AgentCase[]

/** Cline takes up a session by its name only. */
function lastSessionOfCline(home: string): string {
  return readdirSync(join(home, '.cline/data/sessions')).sort().at(-1) ?? ''
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
