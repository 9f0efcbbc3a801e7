import { JailError } from '../errors.ts'
import { readSource } from '../host/gather/sources.ts'
import { BUILTIN_PROFILES } from '../policy/builtin.ts'
import { flagLayer } from '../policy/flags.ts'
import { type Layer, layersOf } from '../policy/layer.ts'
import { refuseLoosening } from '../policy/lock.ts'
import { isPattern, nameOf } from '../policy/paths.ts'
import { refusePattern } from '../policy/patterns.ts'
import { type OwnProfiles, profileLayers, resolvePolicy } from '../policy/resolve.ts'
import { ADMINISTRATOR_CONFIG, isProfileName, type Source } from '../policy/sources.ts'
import { typedPath } from '../ui/escape.ts'
import { listedProfileNames, nameTaken, ownProfiles, type Reader } from './voices.ts'

/**
 * A judge of one file: throws what a run with it would throw, as far as it is to be known without a start: its own
 * faults, the profiles that it extends, what loosens a lock of the administrator, and patterns for too wide a folder.
 */
export async function judgeOf(reader: Reader): Promise<(source: Source) => void> {
  const { parseLayer } = await import('../policy/parse.ts')
  const own = { ...ownProfiles(reader, parseLayer), names: () => listedProfileNames(reader) }
  const administrator = administratorOf(reader, parseLayer)
  const { caller, places } = reader
  return (source) => {
    const layer = parseLayer(source)
    const name = source.kind === 'profile' ? profileName(source) : 'base'
    const profile =
      source.kind === 'profile' ? family(name, layer, own) : profileLayers(name, BUILTIN_PROFILES)
    const layers = layersOf({
      profile,
      administrator: source.kind === 'administrator' ? layer : administrator,
      person: source.kind === 'config' ? layer : undefined,
      project: source.kind === 'project' ? layer : undefined,
      flags: flagLayer({}, caller.cwd.logical, caller.home),
    })
    refuseLoosening(layers)
    const { rules } = resolvePolicy(name, layers, places)
    for (const rule of rules) if (isPattern(rule.path)) refusePattern(rule, caller.home)
  }
}

/** What is wrong with the name of a file in the folder of profiles; undefined for good ones and for other files. */
export function misnamed(file: string, folder: string): JailError | undefined {
  const [, name = '', ending] = /^(.*)\.(ya?ml)$/s.exec(file) ?? []
  if (ending === undefined) return undefined
  const never = (why: string, fix: string) =>
    new JailError('policy.misnamed', `${folder}/${file} is never read: ${why}.`, { fix })
  if (!isProfileName(name))
    return never(
      `${JSON.stringify(name)} cannot be the name of a profile`,
      'Rename it: letters, digits, dots, _ and dashes, a letter or digit first.',
    )
  if (ending === 'yml')
    return never(
      'its name must end in .yaml',
      `Type: mv ${typedPath(`${folder}/${file}`)} ${typedPath(`${folder}/${name}.yaml`)}`,
    )
  return Object.hasOwn(BUILTIN_PROFILES, name) ? nameTaken(folder, name) : undefined
}

/** The administrator's layer, if it can be read: what is wrong with it is said where that file is checked. */
function administratorOf({ caller, files }: Reader, parse: (source: Source) => Layer): Layer | undefined {
  try {
    const source = readSource('administrator', ADMINISTRATOR_CONFIG, caller, files)
    return source && parse(source)
  } catch (error) {
    if (error instanceof JailError) return undefined
    throw error
  }
}

/** A file that lies elsewhere may have the name of a profile of jail, and is still checked as itself. */
function profileName({ path, shown }: Source): string {
  const name = nameOf(path).replace(/\.yaml$/, '')
  return Object.hasOwn(BUILTIN_PROFILES, name) ? shown : name
}

function family(name: string, layer: Layer, own: OwnProfiles): Layer[] {
  return profileLayers(name, BUILTIN_PROFILES, {
    names: own.names,
    find: (wanted) => (wanted === name ? layer : own.find(wanted)),
  })
}
