import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { type AgentCase, json } from './agent-case.ts'

/** Those whose profile came later. */
export const OTHERS = [
  {
    name: 'copilot',
    home: (_, project) => ({ '.copilot/config.json': json({ trustedFolders: [project] }) }),
    env: (url) => copilotEnv(url),
    first: (text) => ['-p', text],
    again: (text) => ['--continue', '-p', text],
    inTerminal: (text) => ['-i', text],
    bare: { env: (url) => copilotEnv(url), words: () => [] },
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

function copilotEnv(url: string): Record<string, string> {
  return {
    COPILOT_PROVIDER_BASE_URL: url,
    COPILOT_PROVIDER_TYPE: 'anthropic',
    COPILOT_PROVIDER_API_KEY: 'none',
    COPILOT_MODEL: 'fake',
    // It would wait for GitHub's servers, up to a minute where there is no network.
    COPILOT_OFFLINE: 'true',
  }
}

/** Cline takes up a session by its name only. */
function lastSessionOfCline(home: string): string {
  return readdirSync(join(home, '.cline/data/sessions')).sort().at(-1) ?? ''
}
