import { isWithin, normalise } from '../../policy/paths.ts'
import { DEFAULTS, LAYOUTS, type Row } from './layouts.ts'
import { holdsSecrets, isTooWide } from './limits.ts'

/** What the rules of toolchains are applied to: one person on one machine. */
export type Ground = {
  readonly home: string
  /** The home folder without links. */
  readonly homeReal: string
  readonly env: Readonly<Record<string, string>>
  /** The real path of what is there; undefined when nothing is, or nothing can be known of it. */
  readonly realOf: (path: string) => string | undefined
  /** The folders of tool managers, as they are named here; found out when first asked, which many starts never do. */
  readonly bases: () => readonly Base[]
}

/** A ground without what follows from it. */
export type Person = Omit<Ground, 'bases'>

/** A folder of a tool manager. It may be a link; `path` names it as the person or the manager does. */
export type Base = { readonly path: string; readonly name: string; readonly rows: readonly Row[] }

/** The ground with all places where this person's tool managers may keep things. */
export function makeGround(person: Person): Ground {
  let bases: readonly Base[] | undefined
  return {
    ...person,
    bases: () => {
      bases ??= findBases(person)
      return bases
    },
  }
}

/** Every base of the table; looks only at those that a variable names. */
function findBases(person: Person): Base[] {
  const bases: Base[] = []
  for (const { name, bases: texts, rows } of LAYOUTS) {
    for (const text of texts) {
      const found = expand(text, person)
      if (found?.isMoved === false) bases.push({ path: found.path, name, rows })
      else if (found) for (const path of movedPaths(found.path, person)) bases.push({ path, name, rows })
    }
  }
  return bases
}

/** A place that a variable names counts when it is no wider than a manager's folder and holds no secrets. */
function movedPaths(path: string, person: Person): string[] {
  const real = person.realOf(path)
  if (real === undefined || isTooWide(real, person.homeReal) || holdsSecrets(real, person.homeReal)) return []
  const named = nameBelowHome(real, person)
  return named === path ? [path] : [path, named]
}

/** A real path as the person would write it: below the home folder as it is named. */
export function nameBelowHome(real: string, { home, homeReal }: Pick<Ground, 'home' | 'homeReal'>): string {
  return home !== homeReal && isWithin(real, homeReal) ? home + real.slice(homeReal.length) : real
}

/** Resolves `~/…` and `$NAME/…`; undefined when the variable neither is one absolute path nor has a default. */
export function expand(
  text: string,
  person: Pick<Ground, 'home' | 'env'>,
): { readonly path: string; readonly isMoved: boolean } | undefined {
  if (text.startsWith('~/')) return { path: person.home + text.slice(1), isMoved: false }
  const slash = text.indexOf('/')
  const name = slash < 0 ? text.slice(1) : text.slice(1, slash)
  const rest = slash < 0 ? '' : text.slice(slash)
  const value = person.env[name]
  // GOPATH may list more; what is installed goes into the first (go help gopath).
  if (value?.startsWith('/')) return { path: normalise((value.split(':')[0] ?? '') + rest), isMoved: true }
  const standard = DEFAULTS[name]
  const found = standard === undefined ? undefined : expand(standard, person)
  return found && { path: found.path + rest, isMoved: found.isMoved }
}
