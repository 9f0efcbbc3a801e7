/**
 * Names of files as text that loses nothing. Linux takes any bytes but NUL and the slash for a name, and JavaScript's
 * text holds no byte that is not UTF-8. Such a byte becomes half a surrogate pair, U+DC80 to U+DCFF, which no UTF-8
 * gives, and is turned back on the way to the kernel (the "surrogateescape" of Python's PEP 383).
 */

const FIRST_ESCAPE = 0xdc80
const LAST_ESCAPE = 0xdcff
const encoder = new TextEncoder()
const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Bytes as text; the other way round by `losslessBytes`. */
export function losslessText(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes[at] ?? 0)
    const part = decoded(bytes.subarray(at, at + length))
    text += part ?? String.fromCharCode(0xdc00 + (bytes[at] ?? 0))
    at += part === undefined ? 1 : length
  }
  return text
}

/** The bytes of a text that may come from `losslessText`. */
export function losslessBytes(text: string): Uint8Array {
  if (text.isWellFormed()) return encoder.encode(text)
  const bytes: number[] = []
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0
    if (code >= FIRST_ESCAPE && code <= LAST_ESCAPE) bytes.push(code & 0xff)
    else bytes.push(...encoder.encode(char))
  }
  return Uint8Array.from(bytes)
}

/** The same into a buffer: how much of the text was read, and how much was written. */
export function encodePath(
  plain: TextEncoder,
  text: string,
  room: Uint8Array,
): { readonly read: number; readonly written: number } {
  if (text.isWellFormed()) return plain.encodeInto(text, room)
  const bytes = losslessBytes(text)
  if (bytes.length > room.length) return { read: 0, written: 0 }
  room.set(bytes)
  return { read: text.length, written: bytes.length }
}

/** By the first byte of a sequence (RFC 3629). */
function sequenceLength(first: number): number {
  return first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : first >= 0xc0 ? 2 : 1
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}
