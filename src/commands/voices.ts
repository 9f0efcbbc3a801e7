import type { Options } from '../cli/options.ts'
import { JailError } from '../errors.ts'
import type { Caller, Project } from '../host/facts.ts'
import { readSource } from '../host/gather/sources.ts'
import { BUILTIN_PROFILES } from '../policy/builtin.ts'
import type { Places } from '../policy/expand.ts'
import { flagLayer } from '../policy/flags.ts'
import { type Layer, layersOf } from '../policy/layer.ts'
import { refuseLoosening } from '../policy/lock.ts'
import { type OwnProfiles, profileLayers } from '../policy/resolve.ts'
import {
  ADMINISTRATOR_CONFIG,
  type FileKind,
  isProfileName,
  PROJECT_CONFIG,
  personConfig,
  profileFolder,
  type Source,
  shownPath,
} from '../policy/sources.ts'
import type { Files } from '../sys/files.ts'
import { typedPath } from '../ui/escape.ts'

/** Whose files are read, and by what. */
export type Reader = { readonly caller: Caller; readonly places: Places; readonly files: Files }

type Parse = (source: Source) => Layer

/**
 * All layers of a run of `profile`, in the order in which they win. Throws at the first file that is unreadable,
 * untrusted or wrong, and at what loosens a lock; a project file that widens is not judged here.
 */
export async function readLayers(
  profile: string,
  options: Options,
  { project, ...reader }: Reader & { readonly project: Project },
): Promise<Layer[]> {
  const { caller, places, files } = reader
  const read = (kind: FileKind, path: string): Source | undefined => readSource(kind, path, caller, files)
  const administrator = read('administrator', ADMINISTRATOR_CONFIG)
  const person = read('config', personConfig(places))
  const ofProject = read('project', `${project.path}/${PROJECT_CONFIG}`)
  // Or a profile of the person with the name of one of jail's would be passed over without a word.
  if (typeof files.stat(profileFolder(places)) === 'object') ownProfileNames(reader)
  const isOwn = !Object.hasOwn(BUILTIN_PROFILES, profile)
  // Most people have no file: the parser is loaded only for those who do.
  const parse =
    isOwn || administrator || person || ofProject
      ? (await import('../policy/parse.ts')).parseLayer
      : undefined
  const parsed = (source: Source | undefined): Layer | undefined => source && parse?.(source)
  const layers = layersOf({
    profile: profileLayers(profile, BUILTIN_PROFILES, parse && ownProfiles(reader, parse)),
    administrator: parsed(administrator),
    person: parsed(person),
    project: parsed(ofProject),
    flags: flagLayer(options, caller.cwd.logical, caller.home),
  })
  if (administrator) refuseLoosening(layers)
  return layers
}

/** The profiles below the person's config folder, each read when it is asked for. */
export function ownProfiles({ caller, places, files }: Reader, parse: Parse): OwnProfiles {
  const folder = profileFolder(places)
  return {
    names: () => ownProfileNames({ caller, places, files }),
    find(name) {
      if (!isProfileName(name)) return undefined
      const source = readSource('profile', `${folder}/${name}.yaml`, caller, files)
      return source && parse(source)
    },
  }
}

/** The names of the person's own profiles, sorted. Throws `policy.name-taken` for one that jail has already. */
export function ownProfileNames(reader: Reader): string[] {
  const names = listedProfileNames(reader)
  const taken = names.find((name) => Object.hasOwn(BUILTIN_PROFILES, name))
  if (taken === undefined) return names
  throw nameTaken(shownPath(profileFolder(reader.places), reader.caller.home), taken)
}

/** The same with names that jail has already. */
export function listedProfileNames({ places, files }: Reader): string[] {
  return (files.names(profileFolder(places)) ?? [])
    .filter((file) => file.endsWith('.yaml') && isProfileName(file.slice(0, -5)))
    .map((file) => file.slice(0, -5))
    .sort()
}

/** The error for a profile of the person that has the name of one of jail's: it would never be read. */
export function nameTaken(folder: string, name: string): JailError {
  const sentence = `${folder}/${name}.yaml has the name of a profile that jail brings along.`
  return new JailError('policy.name-taken', sentence, {
    fix: `Put extends: [${name}] into it, and rename it: mv ${typedPath(`${folder}/${name}.yaml`)} ${typedPath(`${folder}/my-${name}.yaml`)}`,
  })
}

/** Whether the person has a profile of this name, without reading it. */
export function hasOwnProfile(name: string, { places, files }: Omit<Reader, 'caller'>): boolean {
  return isProfileName(name) && typeof files.stat(`${profileFolder(places)}/${name}.yaml`) === 'object'
}
