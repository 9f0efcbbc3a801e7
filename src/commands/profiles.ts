import type { Run } from '../cli/call.ts'
import { EXIT, JailError } from '../errors.ts'
import { BUILTIN_PROFILES } from '../policy/builtin.ts'
import type { Layer } from '../policy/layer.ts'
import { profileLayers } from '../policy/resolve.ts'
import { PATH_WORDS } from '../policy/words.ts'
import { columns } from '../ui/columns.ts'
import { printResult } from '../ui/print.ts'

/** `jail profiles`: the list, or what one profile grants and where each word comes from. */
export const run: Run = async ({ words }) => {
  const [name, more] = words
  if (more !== undefined)
    throw new JailError(
      'usage.too-many',
      `jail profiles takes one name, but got ${JSON.stringify(more)} too.`,
      { fix: `Type: jail profiles ${name}` },
    )
  printResult((name === undefined ? listLines() : profileLines(name)).join('\n'))
  return EXIT.ok
}

function listLines(): string[] {
  return columns(Object.entries(BUILTIN_PROFILES).map(([name, file]) => [name, file.description] as const))
}

function profileLines(name: string): string[] {
  const layers = profileLayers(name, BUILTIN_PROFILES)
  const own = layers.at(-1)?.file
  return [
    `${name}: ${own?.description ?? ''}`,
    ...(own?.command ? [`starts: ${[own.command, ...(own.args ?? [])].join(' ')}`] : []),
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
