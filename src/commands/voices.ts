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

/** All layers of a run, and what the project's file says among them. */
export type AllVoices = {
  readonly layers: Layer[]
  readonly ofProject: { readonly source: Source; readonly layer: Layer } | undefined
}

/**
 * All layers of a run of `profile`, in the order in which they win. Throws at the first file that is unreadable,
 * untrusted or wrong, at what loosens a lock, and at a project's file that opens what nobody allowed.
 */
export async function readLayers(
  profile: string,
  options: Options,
  reader: Reader & { readonly project: Project },
): Promise<Layer[]> {
  const { layers, ofProject } = await readVoices(profile, options, reader)
  if (ofProject) {
    const { requireConsent } = await import('./consent.ts')
    requireConsent({ ...reader, profile, options, layers, ...ofProject })
  }
  return layers
}

/** The same for who starts nothing: a project's file that nobody allowed counts, and comes with a start's refusal. */
export async function readUnasked(
  profile: string,
  options: Options,
  reader: Reader & { readonly project: Project },
): Promise<{ readonly layers: Layer[]; readonly unallowed: JailError | undefined }> {
  const { layers, ofProject } = await readVoices(profile, options, reader)
  if (!ofProject) return { layers, unallowed: undefined }
  const { refusalOf } = await import('./consent.ts')
  return { layers, unallowed: refusalOf({ ...reader, profile, options, layers, ...ofProject }) }
}

/** The same, with a project's file that is not yet judged. */
export async function readVoices(
  profile: string,
  options: Options,
  { project, ...reader }: Reader & { readonly project: Project },
): Promise<AllVoices> {
  const { caller, places, files } = reader
  const read = (kind: FileKind, path: string): Source | undefined => readSource(kind, path, caller, files)
  const administrator = read('administrator', ADMINISTRATOR_CONFIG)
  const person = read('config', personConfig(places))
  const source = read('project', `${project.path}/${PROJECT_CONFIG}`)
  // Or a profile of the person with the name of one of jail's would be passed over without a word.
  if (typeof files.stat(profileFolder(places)) === 'object') ownProfileNames(reader)
  const isOwn = !Object.hasOwn(BUILTIN_PROFILES, profile)
  // Most people have no file: the parser is loaded only for those who do.
  const parse =
    isOwn || administrator || person || source ? (await import('../policy/parse.ts')).parseLayer : undefined
  const parsed = (text: Source | undefined): Layer | undefined => text && parse?.(text)
  const layer = parsed(source)
  const layers = layersOf({
    profile: profileLayers(profile, BUILTIN_PROFILES, parse && ownProfiles(reader, parse)),
    administrator: parsed(administrator),
    person: parsed(person),
    project: layer,
    flags: flagLayer(options, caller.cwd.logical, caller.home),
  })
  if (administrator) refuseLoosening(layers)
  return { layers, ofProject: source && layer ? { source, layer } : undefined }
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
export function hasOwnProfile(
  name: string,
  { places, files }: { readonly places: Pick<Places, 'xdg'>; readonly files: Files },
): boolean {
  return isProfileName(name) && typeof files.stat(`${profileFolder(places)}/${name}.yaml`) === 'object'
}
