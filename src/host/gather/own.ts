import type { Places } from '../../policy/expand.ts'
import { ownPaths, profileFolder } from '../../policy/sources.ts'
import type { Files } from '../../sys/files.ts'
import type { OwnPlace } from '../facts.ts'
import type { Walker } from '../walk.ts'
import { isPlaceWritable } from './state.ts'

/** Where jail's own files are on this machine: its settings, its records, and the program itself. */
export function gatherOwn(places: Places, walker: Walker, files: Files): OwnPlace[] {
  const folder = profileFolder(places)
  const there = walker.resolve(folder)
  const names = there.state === 'present' ? (files.names(there.real) ?? []) : []
  const profiles = names.map((name) => `${folder}/${name}`)
  return ownPaths(places, process.execPath, profiles).map(({ path, mayBeMade }) => {
    const fact = walker.resolve(path)
    const isMissing = fact.state === 'absent'
    return { path, fact, mayBeMade: mayBeMade && isMissing && isPlaceWritable(path, files) }
  })
}
