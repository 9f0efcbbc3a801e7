import type { Explanation, Place, Variable } from '../plan/explanation.ts'
import type { Reason } from '../plan/op.ts'
import { isBelow, isWithin } from '../policy/paths.ts'
import { shownPath } from '../policy/sources.ts'
import { columns, wrapped } from './columns.ts'
import { oneLine } from './escape.ts'

/** An explanation for a person, in groups. Without `all`, what is the same for everybody is only named. */
export function explainText(explanation: Explanation, { all }: { readonly all: boolean }): string {
  const { profile, description, command, cwd } = explanation
  const start = command === null ? `Would start in ${cwd}.` : `Would start ${command} in ${cwd}.`
  const groups = [
    ...places(explanation, all),
    ...rules(explanation, all),
    ...environment(explanation, all),
    ...box(explanation),
  ]
  const lines = groups.flatMap(([title, rows]) => (rows.length === 0 ? [] : ['', title, ...rows]))
  return [`${profile}: ${description}`, start, ...lines].map(oneLine).join('\n')
}

type Group = readonly [title: string, lines: readonly string[]]

function places(explanation: Explanation, all: boolean): Group[] {
  const { home, project } = explanation
  const of = (...wanted: Place['access'][]): Place[] =>
    explanation.places.filter((place) => wanted.includes(place.access) && (all || place.word !== 'pin'))
  const rows = (some: readonly Place[]): string[] =>
    table(some.map((place) => [nameOf(place, home), reason(place)]))
  const isProject = ({ path }: Place): boolean => path === project
  const read = of('read')
  const isSystem = (place: Place): boolean => !all && isOrdinary(place) && !isWithin(place.path, home)
  const system = read.filter(isSystem)
  return [
    ['The project: writable, changes stay', rows(of('write').filter(isProject))],
    ['Writable, changes stay', rows(of('write').filter((place) => !isProject(place)))],
    ['Copies: writable, changes are thrown away', rows(of('copy'))],
    ['Kept: a copy, written back at the end', rows(of('keep'))],
    ['Scratch space: empty, writable, thrown away', listed(of('scratch'), home)],
    ['Read-only', rows(read.filter((place) => !isSystem(place)))],
    [`Read-only, of the system (${system.length}; with reasons: --verbose)`, listed(topmost(system), home)],
    ['Protected: read-only, and cannot be moved aside', rows(of('protected'))],
    ['Hidden: something empty stands there', rows(of('hidden'))],
    ['Made by jail', all ? rows(of('own', 'devices', 'processes')) : []],
    ['Links', all ? rows(of('link')) : []],
  ]
}

function rules({ closed, create, skipped, home, places: made }: Explanation, all: boolean): Group[] {
  const isShown = (path: string): boolean =>
    made.some((place) => place.access === 'hidden' && place.path === path)
  const more = closed.filter((rule) => !isShown(rule.path))
  const told = skipped.filter((rule) => rule.told || all)
  const rest = skipped.length - told.length
  return [
    [
      'Closed in a wider grant, too',
      all
        ? table(more.map((rule) => [shownPath(rule.path, home), reason(rule)]))
        : wrapped(more.map((rule) => shownPath(rule.path, home))),
    ],
    ['Made on the host before the start', table(create.map(({ path, why }) => [shownPath(path, home), why]))],
    [
      'Rules without effect',
      [
        ...table(
          told.map(({ word, path, because, from, at }) => [
            `${word} ${shownPath(path, home)}`,
            `${because}  [${at ?? from}]`,
          ]),
        ),
        ...(rest > 0 ? [`  ${rest} of the profile, for what is not on this machine (all: --verbose)`] : []),
      ],
    ],
  ]
}

const HOWS = [
  ['passed', 'Variables passed'],
  ['set', 'Variables set by the policy'],
  ['fixed', 'Variables made by jail'],
  ['dropped', 'Variables left out, since they lead to something hidden'],
  ['withheld', 'Variables that stay outside'],
] as const

function environment({ environment: variables }: Explanation, all: boolean): Group[] {
  return HOWS.map(([how, title]) => {
    const some = variables.filter((variable: Variable) => variable.how === how)
    const lines = all
      ? table(some.map((variable) => [variable.name, reason(variable)]))
      : wrapped(some.map((variable) => variable.name))
    return [title, lines]
  })
}

function box({ network, hostname, nested, weakened, refused, bwrap }: Explanation): Group[] {
  return [
    [`Network: ${network.mode}`, network.reach.map((line) => `  ${line}`)],
    [
      'Weaker than the policy asks',
      weakened.map(
        ({ id, what, because, accepted }) =>
          `  ${id}: ${what}, because ${because} (${accepted === null ? 'not accepted' : `accepted: ${accepted}`})`,
      ),
    ],
    ['A start would stop', refused.flatMap(({ what, fix }) => [`  ${what}`, ...(fix ? [`  ${fix}`] : [])])],
    [
      'The box',
      [
        `  Host name ${hostname}; ${nested ? 'the command may make' : 'no'} user namespaces of its own.`,
        'missing' in bwrap
          ? `  bubblewrap cannot be used: ${bwrap.missing}. All above is for one that has all options.`
          : `  bubblewrap ${bwrap.version} (${bwrap.path})`,
      ],
    ],
  ]
}

/** What every machine with this profile has. */
function isOrdinary({ from, word }: Place): boolean {
  return from === 'fixed' || (from === 'profile base' && word === 'read')
}

/** Without those that lie in another one of the list. */
function topmost(some: readonly Place[]): Place[] {
  return some.filter((place) => !some.some((other) => isBelow(place.path, other.path)))
}

function listed(some: readonly Place[], home: string): string[] {
  return wrapped(some.map((place) => shownPath(place.path, home)))
}

function nameOf({ path, source, to }: Place, home: string): string {
  const more = source === undefined ? '' : ` = ${shownPath(source, home)}`
  return `${shownPath(path, home)}${to === undefined ? more : ` -> ${to}`}`
}

function reason({ why, from, at }: Reason): string {
  return `${why}  [${at ?? (from === 'fixed' ? 'jail itself' : from)}]`
}

function table(rows: readonly (readonly [string, string])[]): string[] {
  return rows.length === 0 ? [] : columns(rows)
}
