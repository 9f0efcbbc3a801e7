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
  keep: {
    flag: '--keep',
    value: 'PATH',
    many: true,
    help: 'show a copy of the file PATH, and write it back at the end',
  },
  hide: {
    flag: '--hide',
    value: 'PATH',
    many: true,
    help: 'show nothing at PATH; it may hold *, ? and ** (any folders)',
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
  report: { flag: '--report', help: 'one block of Markdown, to paste into a bug report' },
  fix: { flag: '--fix', help: 'show each command that mends something, and run it after a yes' },
  dryRun: { flag: '--dry-run', help: 'print the bwrap command that would run, ready to paste, and stop' },
  yes: { flag: '--yes', help: 'do it without asking: allow, or with --fix run all' },
  remove: { flag: '--remove', help: 'take back what was allowed for the project' },
  list: { flag: '--list', help: 'list what there is, and do nothing' },
  verify: {
    flag: '--verify',
    help: 'try the quick attacks of `jail verify` first, and do not start when one escapes',
  },
  diff: { flag: '--diff', help: 'show the lines that are new or gone' },
  restore: { flag: '--restore', value: 'PATH', help: 'put the old content of PATH back' },
  quiet: { flag: '--quiet', help: 'no notices of jail on stderr; errors stay' },
  only: {
    flag: '--only',
    value: 'ID|AREA',
    many: true,
    help: 'only this one, or all of this area or group (see --list)',
  },
  junit: { flag: '--junit', value: 'FILE', help: 'write a report for CI into FILE' },
  with: { flag: '--with', value: 'CMD', help: 'try another sandbox: CMD is put in front of the attack' },
  offline: { flag: '--offline', help: 'accept that what needs the internet is not tried' },
  json: { flag: '--json', help: 'print one JSON value instead of text' },
  verbose: { flag: '--verbose', help: 'leave nothing out' },
} as const satisfies Record<string, OptionRow>

export type OptionName = keyof typeof OPTIONS

/** Values as typed, never coerced: a switch has an empty list of values. */
export type Options = { readonly [N in OptionName]?: readonly string[] }
