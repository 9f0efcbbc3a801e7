import { JailError } from '../errors.ts'
import { hasLostBytes } from '../policy/characters.ts'
import type { Files } from '../sys/files.ts'

/**
 * Stops when a word of the command line has bytes that are no UTF-8: JavaScript has put another sign in their place, so
 * the command would be told of another file. The sign itself may be typed, so the bytes are looked at.
 */
export function refuseLostBytes(words: readonly string[], files: Files): void {
  if (!words.some(hasLostBytes)) return
  const fd = files.open('/proc/self/cmdline')
  const isFine = fd >= 0 && isText(fd, files)
  if (fd >= 0) files.libc.call('close', fd)
  if (isFine) return
  throw new JailError(
    'usage.bytes',
    'A word of the command line has bytes that are no UTF-8, which jail cannot hand on.',
    { fix: 'Rename the file, or let a script inside name it: jail run -- sh script.sh' },
  )
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

function isText(fd: number, files: Files): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  try {
    for (let bytes = files.readStream(fd); bytes.length > 0; bytes = files.readStream(fd))
      decoder.decode(bytes, { stream: true })
    decoder.decode()
    return true
  } catch (error) {
    // What a fatal decoder throws (the Encoding standard).
    if (error instanceof TypeError) return false
    throw error
  }
}
