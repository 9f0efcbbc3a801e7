/** Makes control bytes visible: names and messages from inside the box must not steer the terminal. */
export function visible(text: string): string {
  return Array.from(text, (char) => (isControl(char) ? escaped(char) : char)).join('')
}

/** The same in one line: a name must not look like a line of ours. */
export function oneLine(text: string): string {
  return visible(text).replaceAll('\n', '\\x0a').replaceAll('\t', '\\x09')
}

/** A value as JSON for people and programs: what JSON itself lets through and a terminal may obey is written by number. */
export function jsonText(value: unknown): string {
  return Array.from(JSON.stringify(value, null, 2), (char) =>
    isControl(char) ? `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}` : char,
  ).join('')
}

/**
 * C0 (but for tab and newline), DEL and C1: what a terminal may take for a command. Signs that turn the direction of the
 * text or end a line, so that a line reads otherwise than it is (CVE-2021-42574). And what stands for a byte that is no
 * UTF-8 (sys/lossless.ts), which would be written as another sign.
 */
function isControl(char: string): boolean {
  const code = char.codePointAt(0) ?? 0
  if (code < 0x7f) return code < 0x20 && char !== '\n' && char !== '\t'
  return (
    code <= 0x9f ||
    (code >= 0x2028 && code <= 0x202e) ||
    (code >= 0x2066 && code <= 0x2069) ||
    isRawByte(code)
  )
}

function isRawByte(code: number): boolean {
  return code >= 0xdc80 && code <= 0xdcff
}

function escaped(char: string): string {
  const code = char.codePointAt(0) ?? 0
  if (code > 0xff && !isRawByte(code)) return `\\u{${code.toString(16)}}`
  return `\\x${(code & 0xff).toString(16).padStart(2, '0')}`
}

/** A word quoted for bash, for display only: nothing that is executed is ever quoted. */
export function quoted(word: string): string {
  if (/^[A-Za-z0-9_./:=@%+,-]+$/.test(word)) return word
  // Only $'…' has escapes for control bytes, which must not reach the terminal as they are.
  if (Array.from(word).some(isControl)) return `$'${Array.from(word, ansiQuoted).join('')}'`
  return `'${word.replaceAll("'", `'\\''`)}'`
}

/** A path as a person would type it: quoted where it must be, with the `~/` in front left for the shell. */
export function typedPath(path: string): string {
  if (path === '~' || path === '~/') return path
  return path.startsWith('~/') ? `~/${quoted(path.slice(2))}` : quoted(path)
}

function ansiQuoted(char: string): string {
  if (char === "'" || char === '\\') return `\\${char}`
  const code = char.codePointAt(0) ?? 0
  if (!isControl(char)) return char
  if (code < 0x80 || isRawByte(code)) return escaped(char)
  // As the bytes of UTF-8: \\u means another thing where the locale is C.
  return Array.from(new TextEncoder().encode(char), (byte) => `\\x${byte.toString(16)}`).join('')
}
