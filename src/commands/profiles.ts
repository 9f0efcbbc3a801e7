import type { Run } from '../cli/call.ts'
import { EXIT, JailError } from '../errors.ts'
import { gatherCaller, xdgFolders } from '../host/gather/caller.ts'
import { BUILTIN_PROFILES } from '../policy/builtin.ts'
import type { Layer } from '../policy/layer.ts'
import { type OwnProfiles, profileLayers } from '../policy/resolve.ts'
import { PATH_WORDS } from '../policy/words.ts'
import { Files } from '../sys/files.ts'
import { Libc } from '../sys/libc.ts'
import { columns } from '../ui/columns.ts'
import { printResult } from '../ui/print.ts'
import { definedEnv } from './environment.ts'
import { ownProfiles } from './voices.ts'

/** `jail profiles`: the list, or what one profile grants and where each word comes from. */
export const run: Run = async ({ words }) => {
  const [name, more] = words
  if (more !== undefined)
    throw new JailError(
      'usage.too-many',
      `jail profiles takes one name, but got ${JSON.stringify(more)} too.`,
      { fix: `Type: jail profiles ${name}` },
    )
  const own = await personsProfiles()
  printResult((name === undefined ? listLines(own) : profileLines(name, own)).join('\n'))
  return EXIT.ok
}

async function personsProfiles(): Promise<OwnProfiles> {
  const { parseLayer } = await import('../policy/parse.ts')
  const files = new Files(new Libc())
  const caller = gatherCaller(definedEnv(process.env), files)
  const places = { home: caller.home, project: caller.cwd.real, xdg: xdgFolders(caller) }
  return ownProfiles({ caller, places, files }, parseLayer)
}

function listLines(own: OwnProfiles): string[] {
  const builtin = Object.entries(BUILTIN_PROFILES).map(([name, file]) => [name, file.description] as const)
  const persons = own.names().map((name) => {
    const layer = own.find(name)
    return [name, `${layer?.file.description ?? 'a profile of yours'} (${layer?.from})`] as const
  })
  return columns([...builtin, ...persons])
}

function profileLines(name: string, own: OwnProfiles): string[] {
  const layers = profileLayers(name, BUILTIN_PROFILES, own)
  const last = layers.at(-1)?.file
  return [
    `${name}: ${last?.description ?? ''}`,
    ...(last?.command ? [`starts: ${[last.command, ...(last.args ?? [])].join(' ')}`] : []),
    ...layers.flatMap(layerLines),
    ...layers.flatMap((layer) => layer.file.notes ?? []).map((note) => `note: ${note}`),
  ]
}

function layerLines({ from, file }: Layer): string[] {
  const lines: string[] = []
  for (const word of PATH_WORDS) {
    const rows = Object.entries(file[word] ?? {}).map(
      ([path, entry]) =>
        [path, entry === null ? '(removed)' : typeof entry === 'string' ? entry : entry.why] as const,
    )
    if (rows.length > 0) lines.push(`${word}:`, ...columns(rows))
  }
  const pass = file.env?.pass ?? []
  const names = Array.isArray(pass) ? pass : Object.keys(pass)
  if (names.length > 0) lines.push(`variables passed: ${names.join(' ')}`)
  const set = Object.entries(file.env?.set ?? {}).map(([name, value]) => `${name}=${value}`)
  if (set.length > 0) lines.push(`variables set: ${set.join(' ')}`)
  return lines.length === 0 ? [] : ['', `from ${from}`, ...lines.map((line) => `  ${line}`)]
}
