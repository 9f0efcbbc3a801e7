import { FILE_KINDS } from '../policy/sources.ts'
import { NETWORK_MODES } from '../policy/words.ts'

/** One option of a command. `value` is the name of its value in the help; without it, it is a switch. */
export type OptionRow = {
  readonly flag: `--${string}`
  readonly value?: string
  readonly many?: true
  readonly choices?: readonly string[]
  readonly help: string
}

/** Every option once: the splitter, the help text and the tests read this table. */
export const OPTIONS = {
  profile: {
    flag: '--profile',
    value: 'NAME',
    help: 'use this profile whatever the command is (see `jail profiles`)',
  },
  read: { flag: '--read', value: 'PATH', many: true, help: 'show PATH, read-only' },
  write: {
    flag: '--write',
    value: 'PATH',
    many: true,
    help: 'show PATH and let it be written; changes stay',
  },
  copy: {
    flag: '--copy',
    value: 'PATH',
    many: true,
    help: 'show a copy of the file PATH; changes are thrown away',
  },
  hide: {
    flag: '--hide',
    value: 'PATH',
    many: true,
    help: 'show nothing at PATH; the last component may hold * and ?',
  },
  env: { flag: '--env', value: 'NAME[=V]', many: true, help: 'pass the variable NAME, or set it to V' },
  network: {
    flag: '--network',
    value: 'MODE',
    choices: NETWORK_MODES,
    help: 'open (the network of this machine) or none',
  },
  project: {
    flag: '--project',
    value: 'DIR',
    help: 'the folder that may be written (default: the git repository around here)',
  },
  as: {
    flag: '--as',
    value: 'KIND',
    choices: FILE_KINDS,
    help: 'check FILE as this kind, wherever it lies: administrator, config, profile or project',
  },
  json: { flag: '--json', help: 'for machines' },
  list: { flag: '--list', help: 'the groups and checks, without looking at anything' },
  only: { flag: '--only', value: 'ID', many: true, help: 'this check alone (see --list)' },
  verbose: { flag: '--verbose', help: 'the questions, the documents, stacks, and where the time went' },
  report: { flag: '--report', help: 'one block of Markdown, to paste into a bug report' },
  fix: { flag: '--fix', help: 'show each command that mends something, and run it after a yes' },
  yes: { flag: '--yes', help: 'with --fix: run all without a question' },
  dryRun: { flag: '--dry-run', help: 'print the bwrap command that would run, ready to paste, and stop' },
  quiet: { flag: '--quiet', help: 'no notices of jail on stderr; errors stay' },
} as const satisfies Record<string, OptionRow>

export type OptionName = keyof typeof OPTIONS

/** Values as typed, never coerced: a switch has an empty list of values. */
export type Options = { readonly [N in OptionName]?: readonly string[] }
