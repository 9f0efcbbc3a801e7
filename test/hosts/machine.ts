import { readFileSync } from 'node:fs'
import type {
  Account,
  Bwrap,
  Caller,
  Command,
  Facts,
  GitFacts,
  OwnPlace,
  Project,
  Questions,
  ToolRoot,
} from '../../src/host/facts.ts'
import { type Ground, makeGround } from '../../src/host/toolchains/ground.ts'
import { isSystem } from '../../src/host/toolchains/limits.ts'
import { entryRoots, programRoots } from '../../src/host/toolchains/roots.ts'
import { isWithin, nameOf, normalise } from '../../src/policy/paths.ts'
import { ownPaths } from '../../src/policy/sources.ts'
import { type Listing, resolveIn } from './listing.ts'

/** The one list of recorded machines: a new one needs its file here and its name in this list. */
export const MACHINES = [
  'debian-12',
  'debian-13',
  'ubuntu-22.04',
  'ubuntu-24.04',
  'fedora',
  'rhel-9',
  'nixos',
  'alpine',
  'arch',
  'opensuse',
  'wsl2',
] as const
export type MachineName = (typeof MACHINES)[number]

type Person = {
  readonly account: Account
  readonly groups: readonly number[]
  readonly home: string
  readonly shell: string
  readonly cwd: string
  readonly project: Project
  /** Without it, the project is no repository. */
  readonly git?: GitFacts
  readonly env: Readonly<Record<string, string>>
}

/** A machine as test/hosts/*.json has it. */
export type Machine = {
  readonly about: string
  readonly bwrap: Omit<Bwrap, 'options'> & { readonly options: string }
  /** The version of Landlock's interface, 0 without one. */
  readonly landlock: number
  readonly hostsFile: string
  readonly groups: Readonly<Record<string, string>>
  readonly people: Readonly<Record<string, Person>>
  readonly entries: Listing
  /** How programs start: the first line of a script, or `elf` and the interpreter that an ELF file names. */
  readonly starts: Readonly<Record<string, string>>
  /** Paths that must lead to something inside, and what breaks without them. */
  readonly needs: Readonly<Record<string, string>>
  /** What no box may show, whoever starts it. */
  readonly secrets: readonly string[]
}

export function readMachine(name: MachineName): Machine {
  const machine: Machine = JSON.parse(readFileSync(`${import.meta.dir}/${name}.json`, 'utf8'))
  return { ...machine, entries: { ...machine.entries, ...KERNEL_ENTRIES } }
}

/** What every kernel has in /proc of what src/plan/proc.ts asks for, with the modes of Linux 6.18; and a file of /dev. */
const KERNEL_ENTRIES: Listing = {
  '/dev': 'folder 0755 0 0',
  '/dev/null': 'file 0666 0 0 0',
  '/proc': 'folder 0555 0 0',
  '/proc/acpi': 'folder 0555 0 0',
  '/proc/driver': 'folder 0555 0 0',
  '/proc/fs': 'folder 0555 0 0',
  '/proc/interrupts': 'file 0444 0 0 0',
  '/proc/kallsyms': 'file 0444 0 0 0',
  '/proc/kcore': 'file 0400 0 0 0',
  '/proc/keys': 'file 0444 0 0 0',
  '/proc/pressure': 'folder 0555 0 0',
  '/proc/sys': 'folder 0555 0 0',
  '/proc/timer_list': 'file 0400 0 0 0',
}

/** Everybody on every recorded machine. */
export function everybody(): (readonly [MachineName, string])[] {
  return MACHINES.flatMap((name) =>
    Object.keys(readMachine(name).people).map((person) => [name, person] as const),
  )
}

export function bwrapOf({ bwrap }: Machine): Bwrap {
  return { ...bwrap, options: bwrap.options.split(' ') }
}

function personOf(machine: Machine, name: string): Person {
  const person = machine.people[name]
  if (!person) throw new Error(`There is no ${name} on this machine.`)
  return person
}

export function callerOf(machine: Machine, name: string): Caller {
  const { account, groups, home, shell, cwd, env } = personOf(machine, name)
  const { uid, gid, name: user } = account
  const here = resolveIn(machine.entries, cwd)
  if (here.state !== 'present') throw new Error(`${cwd} is not in the listing`)
  const place = { logical: cwd, real: here.real }
  return { uid, gid, groups, user, home, shell, cwd: place, sudo: undefined, env, arch: 'x64' }
}

export function projectOf(machine: Machine, name: string): Project {
  return personOf(machine, name).project
}

const NO_GIT: GitFacts = {
  repositories: [],
  outside: undefined,
  pointers: [],
  notices: [],
  incomplete: undefined,
}

/** What git's own files say, as it was recorded. */
export function gitOf(machine: Machine, name: string): GitFacts {
  return { ...NO_GIT, ...personOf(machine, name).git }
}

/** What `observe` would answer on this machine, from the recording alone. */
export function factsOf(machine: Machine, name: string, questions: Questions): Facts {
  const { entries } = machine
  const { account, project } = personOf(machine, name)
  const caller = callerOf(machine, name)
  const command = commandOf(machine, caller, questions.command)
  const toolchains = toolchainsOf(machine, caller)
  const matches = new Map(questions.patterns.map((pattern) => [pattern, matchesOf(entries, pattern)]))
  const asked = [
    ...questions.paths,
    ...[...matches.values()].flat(),
    ...(command.state === 'found' ? [command.path, ...command.roots.map((root) => root.path)] : []),
    ...toolchains.flatMap((chain) => [chain.entry, ...chain.roots.map((root) => root.path)]),
    ...[caller.home, caller.cwd.logical, project.named],
    ...Object.values(caller.env).filter((value) => value.startsWith('/') && !value.includes(':')),
  ]
  return {
    caller,
    project,
    git: gitOf(machine, name),
    bwrap: { known: true, value: bwrapOf(machine) },
    bwrapAnswer: undefined,
    landlock: machine.landlock,
    cgroups: undefined,
    command,
    toolchains,
    paths: new Map(asked.map((path) => [path, resolveIn(entries, path)])),
    matches,
    account,
    groupNames: new Map(Object.entries(machine.groups).map(([gid, group]) => [Number(gid), group])),
    hostsFile: machine.hostsFile,
    projectOwner: undefined,
    stateWritable: true,
    own: ownOf(machine, caller, project.path),
  }
}

/** Jail's own files; a missing folder of it can be made where its folder is the person's. */
function ownOf({ entries }: Machine, { home, env, uid }: Caller, project: string): OwnPlace[] {
  const folder = (name: string, rest: string): string => env[name] ?? `${home}/${rest}`
  const xdg = {
    XDG_CONFIG_HOME: folder('XDG_CONFIG_HOME', '.config'),
    XDG_DATA_HOME: folder('XDG_DATA_HOME', '.local/share'),
    XDG_STATE_HOME: folder('XDG_STATE_HOME', '.local/state'),
    XDG_CACHE_HOME: folder('XDG_CACHE_HOME', '.cache'),
  }
  return ownPaths({ xdg, project }, ['/usr/local/bin/jail'], []).map(({ path, mayBeMade }) => {
    const fact = resolveIn(entries, path)
    const isMine = uid === 0 || isWithin(path, home)
    return { path, fact, mayBeMade: mayBeMade && fact.state === 'absent' && isMine }
  })
}

function pathOf(caller: Caller): string[] {
  const entries = (caller.env['PATH'] ?? '').split(':').filter((entry) => entry.startsWith('/'))
  return [...new Set(entries.map(normalise))]
}

function existsIn(entries: Listing): (path: string) => boolean {
  return (path) => resolveIn(entries, path).state === 'present'
}

function groundOf({ entries }: Machine, { home, env }: Caller): Ground {
  const realOf = (path: string): string | undefined => {
    const fact = resolveIn(entries, path)
    return fact.state === 'present' ? fact.real : undefined
  }
  return makeGround({ home, homeReal: realOf(home) ?? home, env, realOf })
}

function toolchainsOf(machine: Machine, caller: Caller): Facts['toolchains'] {
  return pathOf(caller).map((entry) => {
    return { entry, roots: entryRoots(entry, groundOf(machine, caller)) }
  })
}

function commandOf(machine: Machine, caller: Caller, word: string): Command {
  const path = word.startsWith('/') ? word : lookUp(machine, caller, word)
  const fact = path === undefined ? undefined : resolveIn(machine.entries, path)
  if (path === undefined || fact?.state !== 'present')
    return { state: 'missing', name: word, searched: pathOf(caller) }
  return { state: 'found', path, real: fact.real, roots: rootsOf(machine, caller, path), lost: undefined }
}

function lookUp({ entries }: Machine, caller: Caller, name: string): string | undefined {
  return pathOf(caller)
    .map((entry) => `${entry}/${name}`)
    .find(existsIn(entries))
}

/** The program, its package, and the same for what starts it. */
function rootsOf(machine: Machine, caller: Caller, path: string): ToolRoot[] {
  const { entries } = machine
  const fact = resolveIn(entries, path)
  if (fact.state !== 'present') return []
  const roots: ToolRoot[] = []
  if (!isSystem(path)) roots.push({ path, why: 'the name that it is started by' })
  const program = { path, real: fact.real, isScript: fact.real in machine.starts, isPlanted: false }
  if (!isSystem(fact.real)) roots.push(...programRoots(program, groundOf(machine, caller)))
  const next = startersOf(machine, caller, fact.real)
  return [...roots, ...next.flatMap((one) => rootsOf(machine, caller, one))]
}

/** The programs that the kernel, and `env`, need to start the file at a real path, by the recorded starts. */
export function startersOf(machine: Machine, caller: Caller, real: string): string[] {
  const start = machine.starts[real]
  if (start === undefined) return []
  if (start.startsWith('elf ')) return [start.slice('elf '.length)]
  const words = start.slice('#!'.length).split(' ')
  const [interpreter = ''] = words
  const target = nameOf(interpreter) === 'env' ? words.at(-1) : undefined
  const found = target === undefined ? undefined : lookUp(machine, caller, target)
  return found === undefined ? [interpreter] : [interpreter, found]
}

/** By a regular expression on each path of the machine, so that it shares nothing with src/host/patterns.ts. */
export function matchesOf(entries: Listing, pattern: string): string[] {
  const parts = pattern.split('/')
  const first = parts.findIndex((part) => /[*?]/.test(part))
  const root = parts.slice(0, first).join('/') || '/'
  const folder = resolveIn(entries, root)
  if (folder.state !== 'present' || folder.kind !== 'folder') return []
  const start = folder.real === '/' ? '/' : `${folder.real}/`
  const wanted = new RegExp(`^${parts.slice(first).map(expressionOf).join('')}$`, 'su')
  return Object.keys(entries)
    .filter((path) => path.startsWith(start) && path !== start && wanted.test(path.slice(start.length)))
    .map((path) => `${root === '/' ? '' : root}/${path.slice(start.length)}`)
    .sort()
}

function expressionOf(part: string, index: number, parts: readonly string[]): string {
  const end = index === parts.length - 1 ? '' : '/'
  if (part === '**') return String.raw`(?:(?!(?:\.git|node_modules)/)[^/]+/)*`
  const text = part.replace(/[^\w*?]/gu, (sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`)
  return text.replaceAll('*', '[^/]*').replaceAll('?', '[^/]') + end
}
