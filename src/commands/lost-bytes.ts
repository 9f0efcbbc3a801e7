import { JailError } from '../errors.ts'
import { hasLostBytes } from '../policy/characters.ts'
import type { Files } from '../sys/files.ts'

/**
 * Stops when a word of the command line has bytes that are no UTF-8: JavaScript has put another sign in their place, so
 * the command would be told of another file. The sign itself may be typed, so the bytes are looked at.
 */
export function refuseLostBytes(words: readonly string[], files: Files): void {
  if (!words.some(hasLostBytes) || !entriesOf('/proc/self/cmdline', files).some(isLost)) return
  throw new JailError(
    'usage.bytes',
    'A word of the command line has bytes that are no UTF-8, which jail cannot hand on.',
    { fix: 'Rename the file, or let a script inside name it: jail run -- sh script.sh' },
  )
}

/** The same for what the box gets of jail's own environment: a changed value would be another one. */
export function refuseLostValues(env: ReadonlyMap<string, string>, files: Files): void {
  const doubtful = [...env].filter(([, value]) => hasLostBytes(value)).map(([name]) => name)
  if (doubtful.length === 0) return
  const lost = new Set(entriesOf('/proc/self/environ', files).filter(isLost).map(nameIn))
  const name = doubtful.find((one) => lost.has(one))
  if (name === undefined) return
  throw new JailError(
    'env.bytes',
    `The value of ${name} has bytes that are no UTF-8, which jail cannot hand on.`,
    { fix: `Give it another value, or start without it: env -u ${name} jail run …` },
  )
}

/** The words or variables as the kernel keeps them, each ended by a NUL (proc_pid_cmdline(5), proc_pid_environ(5)). */
function entriesOf(path: string, files: Files): Buffer[] {
  const fd = files.open(path)
  if (fd < 0) return []
  const parts: Uint8Array[] = []
  for (let part = files.readStream(fd); part.length > 0; part = files.readStream(fd)) parts.push(part)
  files.libc.call('close', fd)
  const all = Buffer.concat(parts)
  const entries: Buffer[] = []
  for (let from = 0; from < all.length; ) {
    const end = all.indexOf(0, from)
    entries.push(all.subarray(from, end < 0 ? all.length : end))
    from = end < 0 ? all.length : end + 1
  }
  return entries
}

/** Variables that lead to what decides about a start, and to where its state is kept. */
const FOLDERS = ['HOME', 'XDG_CONFIG_HOME', 'XDG_STATE_HOME', 'XDG_DATA_HOME', 'XDG_CACHE_HOME', 'JAIL_BWRAP']

/** Stops when the person's own settings would be looked for in another place than the one that a variable names. */
export function refuseLostFolders(env: Readonly<Record<string, string>>): void {
  const name = FOLDERS.find((one) => hasLostBytes(env[one] ?? ''))
  if (name === undefined) return
  throw new JailError(
    'usage.bytes',
    `${name} is ${env[name]}, with bytes that are no UTF-8 (or the sign U+FFFD itself), so jail would look elsewhere.`,
    { fix: `Rename that folder, and set ${name} to its new name.` },
  )
}

function isLost(entry: Buffer): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(entry)
    return false
  } catch (error) {
    // What a fatal decoder throws (the Encoding standard).
    if (error instanceof TypeError) return true
    throw error
  }
}

function nameIn(entry: Buffer): string {
  return entry.subarray(0, Math.max(0, entry.indexOf('='))).toString()
}
