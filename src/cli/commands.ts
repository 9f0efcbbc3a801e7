import type { Run } from './call.ts'
import type { OptionName } from './options.ts'

export type CommandRow = {
  readonly usage: string
  readonly summary: string
  readonly options: readonly OptionName[]
  readonly examples: readonly string[]
  /** Options may stand behind the words too: no agent is started, to which they could belong. */
  readonly anywhere?: true
  /** Loaded only when the command is called: the start of `jail run` pays for no other command. */
  readonly load: () => Promise<{ run: Run }>
}

/** What decides what is visible; `explain` takes them to answer "what if". */
const POLICY_OPTIONS = [
  'profile',
  'read',
  'write',
  'copy',
  'keep',
  'hide',
  'env',
  'network',
  'project',
] as const
const START_OPTIONS = [...POLICY_OPTIONS, 'dryRun', 'verify', 'quiet'] as const

/** Every command once: dispatch, help and suggestions read this table. */
export const COMMANDS = {
  run: {
    usage: 'jail run [options] <profile|command> [arguments]',
    summary: 'Start an agent or any command in its jail',
    options: START_OPTIONS,
    examples: [
      'jail run claude',
      'jail run codex exec "fix the tests"',
      'jail run --read ~/docs -- npm test',
    ],
    load: () => import('../commands/run.ts'),
  },
  shell: {
    usage: 'jail shell [options] [profile]',
    summary: 'Open your shell in a jail, to look around or to work',
    options: START_OPTIONS,
    examples: ['jail shell', 'jail shell claude'],
    load: () => import('../commands/shell.ts'),
  },
  doctor: {
    usage: 'jail doctor [options] [group…]',
    summary: 'Find out what keeps jail from working here, and what to type',
    options: ['only', 'list', 'json', 'report', 'verbose', 'fix', 'yes'],
    anywhere: true,
    examples: ['jail doctor', 'jail doctor network limits', 'jail doctor --fix'],
    load: () => import('../commands/doctor.ts'),
  },
  explain: {
    usage: 'jail explain [options] [profile] [PATH|NAME=|host]',
    summary: 'Say what a jail shows, and which rule decided',
    options: [...POLICY_OPTIONS, 'json', 'verbose'],
    anywhere: true,
    examples: [
      'jail explain claude',
      'jail explain claude ~/.ssh/config',
      'jail explain --read ~/docs ~/docs/plan.md',
      'jail explain GITHUB_TOKEN=',
      'jail explain --network none host',
    ],
    load: () => import('../commands/explain.ts'),
  },
  why: {
    usage: 'jail why [--json] PATH',
    summary: 'Inside a jail: say why PATH is visible, writable or not',
    options: ['json'],
    anywhere: true,
    examples: ['jail why ~/.ssh/config'],
    load: () => import('../commands/why.ts'),
  },
  review: {
    usage: 'jail review [options]',
    summary: 'List what would now run on this machine since the last run here',
    options: ['diff', 'json', 'restore', 'project'],
    anywhere: true,
    examples: ['jail review', 'jail review --diff', 'jail review --restore .envrc'],
    load: () => import('../commands/review.ts'),
  },
  config: {
    usage: 'jail config show|check [options] [profile|FILE]',
    summary: 'Show the policy that is in force, or check the files of settings',
    options: [...POLICY_OPTIONS, 'json', 'as'],
    anywhere: true,
    examples: [
      'jail config show',
      'jail config show claude --json',
      'jail config check',
      'jail config check ~/.config/jail/profiles/mine.yaml',
    ],
    load: () => import('../commands/config.ts'),
  },
  verify: {
    usage: 'jail verify [options] [profile]',
    summary: 'Attack a jail from inside and prove that it holds',
    options: ['profile', 'only', 'list', 'json', 'junit', 'with', 'network', 'offline', 'verbose'],
    anywhere: true,
    examples: [
      'jail verify',
      'jail verify claude --network none',
      'jail verify --only home --only kernel-userns',
      'jail verify --with srt',
    ],
    load: () => import('../commands/verify.ts'),
  },
  profiles: {
    usage: 'jail profiles [name]',
    summary: 'List the profiles, or show what one grants',
    options: [],
    examples: ['jail profiles', 'jail profiles claude'],
    load: () => import('../commands/profiles.ts'),
  },
  allow: {
    usage: 'jail allow [options]',
    summary: "Show what the project's .jail.yaml opens, and allow it",
    options: ['project', 'profile', 'read', 'copy', 'keep', 'hide', 'yes', 'remove', 'list'],
    examples: ['jail allow', 'jail allow --profile claude', 'jail allow --remove', 'jail allow --list'],
    load: () => import('../commands/allow.ts'),
  },
} as const satisfies Record<string, CommandRow>

export type CommandName = keyof typeof COMMANDS
