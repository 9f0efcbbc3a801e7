/** The real agents that the end-to-end tests drive, each with the least that it needs to work offline. */

import { type AgentCase, json } from './agent-case.ts'
import { OTHERS } from './agent-cases-others.ts'

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
    bare: {
      env: (url) => ({
        ANTHROPIC_BASE_URL: url,
        ANTHROPIC_API_KEY: 'none',
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
      }),
      words: () => [],
    },
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
    bare: {
      env: () => ({}),
      words: (url) => {
        const provider = `{name="fake",base_url="${url}/v1",wire_api="responses",experimental_bearer_token="none"}`
        const settings = ['model="fake"', 'model_provider="fake"', `model_providers.fake=${provider}`]
        return [...settings, 'features.plugins=false', 'analytics.enabled=false'].flatMap((one) => [
          '-c',
          one,
        ])
      },
    },
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
  ...OTHERS,
] as const satisfies readonly AgentCase[]
