import { parentOf } from '../../policy/paths.ts'
import { type ConfigEntry, parseGitConfig } from './config.ts'
import { type Reading, readPart } from './reading.ts'
import { configPath, includesOf } from './settings.ts'

export type LoadedConfig = {
  /** Of the file itself: git takes the layout of a repository from it alone (setup.c, read_repository_format). */
  readonly own: readonly ConfigEntry[]
  /** Of the file and of all that it may include. */
  readonly entries: readonly ConfigEntry[]
  /** The files that it may include, there or not. */
  readonly included: readonly string[]
  readonly isThere: boolean
}

/** git gives up below this depth (config.c, MAX_INCLUDE_DEPTH). */
const DEEPEST = 10
/** Most files that one configuration may include. */
const MOST_FILES = 100

/** A configuration file and all that it includes, whatever the condition. */
export function loadConfig(path: string, reading: Reading): LoadedConfig {
  const first = readConfig(path, reading)
  const entries = [...(first ?? [])]
  const included = new Set<string>()
  let level = first === undefined ? [] : includesIn(first, path, reading)
  for (let depth = 0; depth < DEEPEST && level.length > 0; depth++) {
    const next: string[] = []
    for (const file of level) {
      if (included.has(file) || file === path) continue
      if (included.size >= MOST_FILES) {
        reading.notices.push(`${path} includes more than ${MOST_FILES} files, and the rest is not protected`)
        return { own: first ?? [], entries, included: [...included], isThere: true }
      }
      const fact = reading.walker.resolve(file)
      if (fact.state === 'present' && fact.kind !== 'file') continue
      included.add(file)
      const more = readConfig(file, reading) ?? []
      entries.push(...more)
      next.push(...includesIn(more, file, reading))
    }
    level = next
  }
  return { own: first ?? [], entries, included: [...included], isThere: first !== undefined }
}

function includesIn(entries: readonly ConfigEntry[], file: string, { home }: Reading): string[] {
  return includesOf(entries).flatMap((text) => configPath(text, parentOf(file), home) ?? [])
}

/** The entries of one file; undefined when it is not there. */
function readConfig(path: string, reading: Reading): readonly ConfigEntry[] | undefined {
  const read = readPart(path, reading)
  if (read.state === 'absent') return undefined
  if (read.state === 'unreadable') {
    reading.notices.push(`git's settings in ${path} were not looked at: ${read.why}`)
    return []
  }
  const { entries, badLine } = parseGitConfig(read.text)
  if (badLine !== undefined)
    reading.notices.push(
      `git's settings in ${path} are only looked at up to line ${badLine}, which git refuses`,
    )
  return entries
}
