import type { Places } from '../../policy/expand.ts'
import { ownPaths, profileFolder } from '../../policy/sources.ts'
import type { Files } from '../../sys/files.ts'
import type { Caller, OwnPlace } from '../facts.ts'
import type { Walker } from '../walk.ts'
import { isPlaceWritable } from './state.ts'

type Place = {
  readonly caller: Caller
  readonly places: Places
  readonly walker: Walker
  readonly files: Files
}

/** Where jail's own files are on this machine: its settings, its records, and the programs that it is. */
export function gatherOwn({ caller, places, walker, files }: Place): OwnPlace[] {
  const folder = profileFolder(places)
  const there = walker.resolve(folder)
  const names = there.state === 'present' ? (files.names(there.real) ?? []) : []
  const profiles = names.map((name) => `${folder}/${name}`)
  const bwrap = caller.env['JAIL_BWRAP']
  const programs = [process.execPath, ...(bwrap?.startsWith('/') ? [bwrap] : [])]
  return ownPaths(places, programs, profiles).map(({ path, mayBeMade }) => {
    const fact = walker.resolve(path)
    const isMissing = fact.state === 'absent'
    return { path, fact, mayBeMade: mayBeMade && isMissing && isPlaceWritable(path, files) }
  })
}
