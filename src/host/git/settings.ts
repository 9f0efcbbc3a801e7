import { join, nameOf } from '../../policy/paths.ts'
import type { ConfigEntry } from './config.ts'

/** What jail takes from git's configuration. */
export type Settings = {
  readonly hooksPaths: readonly string[]
  /** Commands that git runs, each with the name of its key. */
  readonly commands: readonly { readonly key: string; readonly command: string }[]
  readonly workTree: string | undefined
  readonly isBare: boolean
  /** `config.worktree` counts (git-worktree(1), "CONFIGURATION FILE"). */
  readonly hasWorktreeConfig: boolean
  /** References are kept in a reftable. */
  readonly hasReftable: boolean
}

/** What the entries of one or more files say; the last one counts where only one can. */
export function settingsOf(entries: readonly ConfigEntry[]): Settings {
  const last = (section: string, key: string): string | undefined =>
    entries.findLast((entry) => isKey(entry, section, key))?.value
  const has = (section: string, key: string): boolean =>
    entries.some((entry) => isKey(entry, section, key) && isTrue(entry.value))
  return {
    hooksPaths: entries.flatMap((entry) =>
      isKey(entry, 'core', 'hookspath') && entry.value ? [entry.value] : [],
    ),
    commands: entries.flatMap((entry) => {
      const command = commandOf(entry)
      return command === undefined ? [] : [{ key: nameOfKey(entry), command }]
    }),
    workTree: last('core', 'worktree'),
    isBare: isKeyTrue(entries, 'core', 'bare'),
    hasWorktreeConfig: has('extensions', 'worktreeconfig'),
    hasReftable: last('extensions', 'refstorage')?.startsWith('reftable') ?? false,
  }
}

function isKeyTrue(entries: readonly ConfigEntry[], section: string, key: string): boolean {
  const entry = entries.findLast((one) => isKey(one, section, key))
  return entry !== undefined && isTrue(entry.value)
}

/** The paths of `include.path` and `includeIf.*.path`. Any condition counts: it may hold later. */
export function includesOf(entries: readonly ConfigEntry[]): string[] {
  return entries.flatMap(({ section, subsection, key, value }) => {
    const isInclude = section === 'include' ? subsection === undefined : section === 'includeif'
    return isInclude && key === 'path' && value ? [value] : []
  })
}

/**
 * A path of the configuration: `~/` is the home folder, anything else relative is below `base` (git-config(1),
 * "pathname"). Undefined for the home of somebody else and for git's own prefix, which are never in the project.
 */
export function configPath(text: string, base: string, home: string): string | undefined {
  const path = text.startsWith(OPTIONAL) ? text.slice(OPTIONAL.length) : text
  if (path === '' || path.startsWith('%(prefix)/')) return undefined
  if (path === '~' || path.startsWith('~/')) return join(home, `./${path.slice(1)}`)
  return path.startsWith('~') ? undefined : join(base, path)
}

/** In front of a path that may be missing, since git 2.52. */
const OPTIONAL = ':(optional)'

function isKey(entry: ConfigEntry, section: string, key: string): boolean {
  return entry.key === key && entry.section === section && entry.subsection === undefined
}

/** git's booleans (git-config(1)); a number is true unless it is 0. */
function isTrue(value: string | undefined): boolean {
  if (value === undefined) return true
  const text = value.toLowerCase()
  return (
    text === 'true' ||
    text === 'yes' ||
    text === 'on' ||
    (Number(text) !== 0 && text !== '' && isNumber(text))
  )
}

function isNumber(text: string): boolean {
  return !Number.isNaN(Number(text))
}

function nameOfKey({ section, subsection, key }: ConfigEntry): string {
  return subsection === undefined ? `${section}.${key}` : `${section}.${subsection}.${key}`
}

/** Keys whose value git runs (git-config(1)), by section; `*` is any key of it. */
const COMMAND_KEYS: Readonly<Record<string, readonly string[]>> = {
  core: ['fsmonitor', 'sshcommand', 'editor', 'pager', 'askpass', 'gitproxy', 'alternaterefscommand'],
  sequence: ['editor'],
  gpg: ['program', 'defaultkeycommand'],
  filter: ['clean', 'smudge', 'process'],
  diff: ['external', 'command', 'textconv'],
  difftool: ['cmd', 'path'],
  merge: ['driver'],
  mergetool: ['cmd', 'path'],
  credential: ['helper'],
  interactive: ['difffilter'],
  pager: ['*'],
  hook: ['command'],
  remote: ['uploadpack', 'receivepack', 'vcs'],
  uploadpack: ['packobjectshook'],
  trailer: ['cmd', 'command'],
  browser: ['cmd', 'path'],
  man: ['cmd', 'path'],
  guitool: ['cmd'],
  sendemail: ['smtpserver', 'tocmd', 'cccmd', 'headercmd', 'sendmailcmd'],
  tar: ['command'],
  web: ['browser'],
  instaweb: ['httpd'],
}

/** The command that an entry makes git run; an alias or an update of a submodule is one only behind `!`. */
function commandOf({ section, key, value }: ConfigEntry): string | undefined {
  if (value === undefined || value === '') return undefined
  const isShellOnly = section === 'alias' || (section === 'submodule' && key === 'update')
  if (isShellOnly) return value.startsWith('!') ? value.slice(1) : undefined
  const keys = Object.hasOwn(COMMAND_KEYS, section) ? COMMAND_KEYS[section] : undefined
  if (!keys?.includes(key) && !keys?.includes('*')) return undefined
  return section === 'credential' && value.startsWith('!') ? value.slice(1) : value
}

/** Programs that take another as their first argument that is no option. */
const STARTERS = [
  'sh',
  'bash',
  'dash',
  'zsh',
  'env',
  'exec',
  'node',
  'deno',
  'bun',
  'python',
  'python3',
  'perl',
  'ruby',
  'php',
]

/**
 * The files that a command may start: its first word, and behind `sh`, `node` and their like the next one, below the
 * folder that git runs it in. A word without a slash is looked for on PATH, so it counts only behind such a starter.
 */
export function programsOf(command: string, folder: string, home: string): string[] {
  const words = shellWords(command)
  const found: string[] = []
  let isFirst = true
  for (const word of words) {
    if (isFirst && word.includes('=') && !word.startsWith('/') && !word.startsWith('.')) continue
    if (!isFirst && (word.startsWith('-') || word === 'run')) continue
    if (!isFirst || word.includes('/')) {
      const path = configPath(word, folder, home)
      if (path !== undefined) found.push(path)
    }
    if (!STARTERS.includes(nameOf(word))) break
    isFirst = false
  }
  return found
}

/** Most words of a command that are looked at: what is run stands in front. */
const MOST_WORDS = 20

/** The words of a shell command as far as quotes go; `$PWD/x` and its like are not followed. */
function shellWords(command: string): string[] {
  const words: string[] = []
  let word = ''
  let quote = ''
  const end = (): void => {
    if (word !== '') words.push(word)
    word = ''
  }
  for (let at = 0; at < command.length && words.length < MOST_WORDS; at++) {
    const sign = command[at] ?? ''
    if (quote !== '') {
      if (sign === quote) quote = ''
      else word += sign
    } else if (sign === '"' || sign === "'") quote = sign
    else if (sign === '\\') word += command[++at] ?? ''
    else if (' \t\n;|&()<>'.includes(sign)) end()
    else word += sign
  }
  end()
  return words
}
