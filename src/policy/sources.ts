import type { Places } from './expand.ts'
import { isWithin, nameOf, parentOf } from './paths.ts'

/** The kinds of files that a person can write, which differ in the words that they may hold. */
export const FILE_KINDS = ['administrator', 'config', 'profile', 'project'] as const
export type FileKind = (typeof FILE_KINDS)[number]

/** A file of policy as it was read. */
export type Source = {
  readonly kind: FileKind
  readonly path: string
  /** The path for people: `~` stands for the home folder. */
  readonly shown: string
  readonly text: string
}

export const ADMINISTRATOR_CONFIG = '/etc/jail/config.yaml'
export const PROJECT_CONFIG = '.jail.yaml'

/** The person's own config. */
export function personConfig({ xdg }: Pick<Places, 'xdg'>): string {
  return `${xdg.XDG_CONFIG_HOME}/jail/config.yaml`
}

/** The folder of the person's own profiles. */
export function profileFolder({ xdg }: Pick<Places, 'xdg'>): string {
  return `${xdg.XDG_CONFIG_HOME}/jail/profiles`
}

/** The kind of a file by its place: undefined when nothing reads it from there. */
export function kindOf(path: string, places: Pick<Places, 'xdg'>): FileKind | undefined {
  if (path === ADMINISTRATOR_CONFIG) return 'administrator'
  if (path === personConfig(places)) return 'config'
  if (parentOf(path) === profileFolder(places)) return 'profile'
  return nameOf(path) === PROJECT_CONFIG ? 'project' : undefined
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'
const MARKS = '._-'

/** Whether a word can be the name of a profile file: no path, no dot in front, nothing that a shell would change. */
export function isProfileName(word: string): boolean {
  if (word === '' || MARKS.includes(word[0] ?? '')) return false
  for (const sign of word) if (!LETTERS.includes(sign) && !MARKS.includes(sign)) return false
  return true
}

/** A path for people, with `~` for the home folder: a message may be pasted into an issue. */
export function shownPath(path: string, home: string): string {
  return isWithin(path, home) ? `~${path.slice(home.length)}` : path
}

/** Jail's own file or folder: what is written there decides about later runs. */
export type OwnPath = {
  readonly path: string
  /** A folder that jail may make, so that nobody makes it inside; other places are only kept closed. */
  readonly mayBeMade: boolean
}

/**
 * All places that decide what a later run may do. `programs` are jail itself and another bwrap, which the host runs next
 * time. `profiles` are the files of the person's profiles: each may be a link to another place.
 */
export function ownPaths(
  places: Pick<Places, 'xdg' | 'project'>,
  programs: readonly string[],
  profiles: readonly string[],
): OwnPath[] {
  const { XDG_CONFIG_HOME, XDG_STATE_HOME } = places.xdg
  const folders = [`${XDG_CONFIG_HOME}/jail`, `${XDG_STATE_HOME}/jail`, '/etc/jail']
  const others = [
    personConfig(places),
    profileFolder(places),
    ...profiles,
    `${XDG_STATE_HOME}/jail/allowed`,
    ADMINISTRATOR_CONFIG,
    `${places.project}/${PROJECT_CONFIG}`,
    ...programs,
  ]
  return [
    ...folders.map((path) => ({ path, mayBeMade: true })),
    ...others.map((path) => ({ path, mayBeMade: false })),
  ]
}
