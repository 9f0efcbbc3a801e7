/**
 * The layers of src/, the lowest first. A file may import from its own group and from the layers below, never from
 * another group of its own layer. A group is a list of files and folders (with a slash); the first match counts.
 */
export const LAYERS: readonly (readonly (readonly string[])[])[] = [
  [['errors.ts'], ['version.ts'], ['yaml.d.ts'], ['ui/escape.ts'], ['ui/columns.ts'], ['ui/timing.ts']],
  [['sys/'], ['policy/'], ['seccomp/'], ['launch/shim/'], ['ui/print.ts']],
  [
    ['host/facts.ts', 'host/blockers.ts', 'host/live.ts', 'host/machine.ts', 'host/places.ts'],
    ['cli/call.ts', 'cli/options.ts'],
  ],
  [['plan/'], ['diagnose/'], ['review/']],
  [['doctor/']],
  [
    [
      'verify/areas.ts',
      'verify/probe.ts',
      'verify/guard-text.ts',
      'verify/judge.ts',
      'verify/select.ts',
      'verify/split-words.ts',
    ],
  ],
  [['host/'], ['launch/'], ['ui/']],
  [['verify/'], ['recall/']],
  [['commands/']],
  [['cli/']],
  [['main.ts']],
]

/** What decides and does not touch the machine: no node:, no bun:, nothing of sys/, none of the globals below. */
export const PURE: readonly string[] = [
  'errors.ts',
  'version.ts',
  'policy/',
  'plan/',
  'diagnose/',
  'review/',
  'seccomp/',
  'host/facts.ts',
  'host/blockers.ts',
  'host/live.ts',
  'host/machine.ts',
  'host/places.ts',
  'doctor/',
  'host/git/config.ts',
  'host/git/pointers.ts',
  'host/git/settings.ts',
  'host/toolchains/ground.ts',
  'host/toolchains/layouts.ts',
  'host/toolchains/limits.ts',
  'host/toolchains/roots.ts',
  'launch/shim/',
  'verify/areas.ts',
  'verify/probe.ts',
  'verify/judge.ts',
  'verify/select.ts',
  'verify/split-words.ts',
  'verify/guard-text.ts',
  'launch/status.ts',
  'launch/dbus.ts',
  'launch/scope-call.ts',
  'cli/',
  'ui/escape.ts',
  'ui/columns.ts',
  'ui/dry-run.ts',
  'ui/doctor-text.ts',
  'ui/doctor-json.ts',
  'ui/doctor-list.ts',
  'ui/paint.ts',
  'ui/explain-text.ts',
  'ui/verify-text.ts',
  'ui/verify-report.ts',
  'ui/config-text.ts',
  'ui/review-text.ts',
]

/** Names of the machine, of time and of chance, as a free identifier or a member of one. */
export const IMPURE_NAMES = [
  'process',
  'Bun',
  'console',
  'globalThis',
  'fetch',
  'Date',
  'performance',
  'setTimeout',
  'Math.random',
] as const

/** A name that stands in one place only, and where. */
export const ONLY_IN: Readonly<Record<string, readonly string[]>> = {
  console: ['ui/print.ts'],
  'process.exit': ['main.ts'],
}

/** bun:ffi can read and write any memory, so it stays where the kernel is called. */
export const FFI_FOLDERS: readonly string[] = ['sys/', 'launch/', 'verify/']

/** The packages of others, and the files that may import each. */
export const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  yaml: ['policy/tree.ts'],
  valibot: ['policy/schema.ts', 'policy/schema-values.ts', 'policy/schema-words.ts'],
}

/** What leads to these packages. Everywhere else it is loaded only by need: most starts have no file to read. */
export const LOADED_LATE: readonly string[] = ['policy/parse.ts', ...Object.values(PACKAGES).flat()]

export const MOST_LINES = 250

/** The folder or file of a list that a path belongs to. */
export function listed(path: string, names: readonly string[]): boolean {
  return names.some((name) => (name.endsWith('/') ? path.startsWith(name) : path === name))
}
