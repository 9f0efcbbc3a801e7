import { JailError } from '../errors.ts'
import { isPattern, normalise } from './paths.ts'

/** The places that names in a profile stand for. All are absolute and normalised. */
export type Places = {
  readonly home: string
  readonly project: string
  readonly xdg: { readonly [name in XdgName]: string }
}

/** Defaults below the home folder, from the XDG base directory specification 0.8. */
export const XDG_DEFAULTS = {
  XDG_CONFIG_HOME: '.config',
  XDG_DATA_HOME: '.local/share',
  XDG_STATE_HOME: '.local/state',
  XDG_CACHE_HOME: '.cache',
} as const
export type XdgName = keyof typeof XDG_DEFAULTS

/**
 * Turns a path of a profile (`~/x`, `./x`, `$XDG_CONFIG_HOME/x`, `/x`) into an absolute normalised one.
 * Throws `policy.relative-path` for anything else, `policy.nul` for a NUL byte, which the kernel cannot take, and
 * `policy.place`.
 */
export function expandPath(text: string, places: Places, from: string): string {
  if (text.includes('\0'))
    throw new JailError('policy.nul', `A path in ${from} holds a NUL byte: ${JSON.stringify(text)}.`)
  if (text.startsWith('/')) return normalise(text)
  const slash = text.indexOf('/')
  const head = slash < 0 ? text : text.slice(0, slash)
  const rest = slash < 0 ? '' : text.slice(slash + 1)
  const base = headPlace(head, places)
  if (base !== undefined) {
    refuseWildPlace(base)
    return rest === '' ? base : normalise(`${base}/${rest}`)
  }
  throw new JailError(
    'policy.relative-path',
    `${from} names the path ${JSON.stringify(text)}, which is neither absolute nor below a known place.`,
    {
      fix: 'Start it with /, ~/, ./ (the project), or $XDG_CONFIG_HOME/, $XDG_DATA_HOME/, $XDG_STATE_HOME/, $XDG_CACHE_HOME/.',
    },
  )
}

/** Throws `policy.place` for a folder whose own name would be read as a pattern, and would then match others too. */
export function refuseWildPlace(place: string): void {
  if (!isPattern(place)) return
  throw new JailError(
    'policy.place',
    `The folder ${JSON.stringify(place)} has * or ? in its name, which stand for other names in a rule.`,
    { fix: 'Rename it, or work in another folder.' },
  )
}

function headPlace(head: string, places: Places): string | undefined {
  if (head === '~') return places.home
  if (head === '.') return places.project
  if (head.startsWith('$') && Object.hasOwn(places.xdg, head.slice(1)))
    return places.xdg[head.slice(1) as XdgName]
  return undefined
}

/** Expands a leading `~` or `$XDG_…` in a value of `env.set`; any other text stays as it is. */
export function expandValue(text: string, places: Places): string {
  const head = text.split('/', 1)[0] ?? ''
  const isPlace = head === '~' || (head.startsWith('$') && Object.hasOwn(places.xdg, head.slice(1)))
  return isPlace ? expandPath(text, places, 'env.set') : text
}
