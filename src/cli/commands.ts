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

const START_OPTIONS = [
  'profile',
  'read',
  'write',
  'copy',
  'hide',
  'env',
  'network',
  'project',
  'dryRun',
  'quiet',
] as const

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
  profiles: {
    usage: 'jail profiles [name]',
    summary: 'List the profiles, or show what one grants',
    options: [],
    examples: ['jail profiles', 'jail profiles claude'],
    load: () => import('../commands/profiles.ts'),
  },
  config: {
    usage: 'jail config check [FILE] [--as KIND]',
    summary: 'Check the files of settings, all that a run here would read or one',
    options: ['as'],
    anywhere: true,
    examples: ['jail config check', 'jail config check ~/.config/jail/profiles/mine.yaml'],
    load: () => import('../commands/config.ts'),
  },
} as const satisfies Record<string, CommandRow>

export type CommandName = keyof typeof COMMANDS
