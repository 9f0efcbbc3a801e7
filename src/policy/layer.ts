import type { Origin, Speaker } from './policy.ts'
import type { LayerFile, Lockable } from './words.ts'

/** One source of policy. */
export type Layer = {
  readonly from: Origin
  /** Without it, the layer ships with jail. */
  readonly speaker?: Speaker
  readonly file: LayerFile
  /** Where a word, or an entry of it (a path, a name), stands as `file:line:column`; only files of people have places. */
  readonly at?: (word: string, entry?: string) => string | undefined
  /** Only the administrator's. */
  readonly lock?: readonly Lockable[]
}

/** Everything that has a say in one run, before it is put in order. */
export type Voices = {
  /** The profile and what it extends, the most general first. */
  readonly profile: readonly Layer[]
  readonly administrator?: Layer | undefined
  readonly person?: Layer | undefined
  readonly project?: Layer | undefined
  readonly flags: Layer
}

/**
 * The layers in the order in which they win, the last the strongest: what ships with jail, the administrator, the
 * person's config, the person's own profiles (the more special), the project, the command line.
 */
export function layersOf({ profile, administrator, person, project, flags }: Voices): Layer[] {
  const isOwn = (layer: Layer): boolean => layer.speaker === 'person'
  const layers = [
    ...profile.filter((layer) => !isOwn(layer)),
    administrator,
    person,
    ...profile.filter(isOwn),
    project,
    flags,
  ]
  return layers.filter((layer) => layer !== undefined)
}
