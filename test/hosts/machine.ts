import { readFileSync } from 'node:fs'
import type {
  Account,
  Bwrap,
  Caller,
  Command,
  Facts,
  Project,
  Questions,
  ToolRoot,
} from '../../src/host/facts.ts'
import { entryRoots, isSystem, programRoot } from '../../src/host/toolchains/roots.ts'
import { normalise } from '../../src/policy/paths.ts'
import { type Listing, resolveIn } from './listing.ts'

export const MACHINES = ['debian-12', 'ubuntu-24.04'] as const
export type MachineName = (typeof MACHINES)[number]

type Person = {
  readonly account: Account
  readonly groups: readonly number[]
  readonly home: string
  readonly shell: string
  readonly cwd: string
  readonly project: Project
  readonly env: Readonly<Record<string, string>>
}

/** A machine as test/hosts/*.json has it. */
export type Machine = {
  readonly about: string
  readonly bwrap: Omit<Bwrap, 'options'> & { readonly options: string }
  readonly hostsFile: string
  readonly groups: Readonly<Record<string, string>>
  readonly people: Readonly<Record<string, Person>>
  readonly entries: Listing
  /** The first line of scripts. */
  readonly starts: Readonly<Record<string, string>>
}

export function readMachine(name: MachineName): Machine {
  return JSON.parse(readFileSync(`${import.meta.dir}/${name}.json`, 'utf8'))
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
    bwrap: { known: true, value: bwrapOf(machine) },
    bwrapAnswer: undefined,
    command,
    toolchains,
    paths: new Map(asked.map((path) => [path, resolveIn(entries, path)])),
    matches,
    account,
    groupNames: new Map(Object.entries(machine.groups).map(([gid, group]) => [Number(gid), group])),
    hostsFile: machine.hostsFile,
    projectOwner: undefined,
    stateWritable: true,
  }
}

function pathOf(caller: Caller): string[] {
  const entries = (caller.env['PATH'] ?? '').split(':').filter((entry) => entry.startsWith('/'))
  return [...new Set(entries.map(normalise))]
}

function existsIn(entries: Listing): (path: string) => boolean {
  return (path) => resolveIn(entries, path).state === 'present'
}

function toolchainsOf({ entries }: Machine, caller: Caller): Facts['toolchains'] {
  return pathOf(caller).map((entry) => {
    const fact = resolveIn(entries, entry)
    const roots = fact.state === 'present' ? entryRoots(fact.real, caller.home, existsIn(entries)) : []
    return { entry, roots }
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

/** The program, its package, and the same for the interpreter that its first line names. */
function rootsOf(machine: Machine, caller: Caller, path: string): ToolRoot[] {
  const fact = resolveIn(machine.entries, path)
  if (fact.state !== 'present') return []
  const roots: ToolRoot[] = []
  if (!isSystem(path)) roots.push({ path, why: 'the name that it is started by' })
  if (!isSystem(fact.real)) roots.push(programRoot(fact.real, caller.home, existsIn(machine.entries)))
  const target = machine.starts[fact.real]?.split(' ').at(-1)
  const next = target === undefined ? undefined : lookUp(machine, caller, target)
  return next === undefined ? roots : [...roots, ...rootsOf(machine, caller, next)]
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
