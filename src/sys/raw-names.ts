/**
 * Names of files as text, where bytes that are no UTF-8 must not be lost: such a name is written as lone surrogates, one
 * for each byte (U+DC00 and the byte), which no text of the machine can hold.
 */

const FIRST = 0xdc00
const LOST = '\uFFFD'
const encoder = new TextEncoder()

/** The text of a name, from its bytes and what a decoder made of them. */
export function rawName(decoded: string, bytes: Uint8Array): string {
  return decoded.includes(LOST) ? String.fromCharCode(...Array.from(bytes, (byte) => FIRST + byte)) : decoded
}

/** Whether a path has such a name in it: then it can be looked into, and handed to nobody. */
export function isRaw(path: string): boolean {
  return !path.isWellFormed()
}

/** The bytes of a path. */
export function bytesOfPath(path: string): Uint8Array {
  return Buffer.concat(path.split('/').flatMap((name, at) => [at === 0 ? NOTHING : SLASH, bytesOfName(name)]))
}

const NOTHING = new Uint8Array()
const SLASH = encoder.encode('/')

function bytesOfName(name: string): Uint8Array {
  if (name.isWellFormed()) return encoder.encode(name)
  return Uint8Array.from(name, (char) => char.charCodeAt(0) - FIRST)
}

/** A path for people: bytes that are no letters stand by their number. */
export function shownPath(path: string): string {
  if (!isRaw(path)) return path
  return path.split('/').map(shownName).join('/')
}

function shownName(name: string): string {
  if (name.isWellFormed()) return name
  const shown = Array.from(bytesOfName(name), (byte) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, '0')}`,
  )
  return shown.join('')
}
