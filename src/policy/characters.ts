import { JailError } from '../errors.ts'

/** What a file of settings may not hold, each with what to do about it. */
const REFUSED: readonly (readonly [(code: number) => boolean, string, string])[] = [
  [
    (code) => code === 0xfffd,
    'bytes that are no UTF-8 (or the sign U+FFFD itself)',
    'Save the file as UTF-8; `iconv -f latin1 -t utf8` turns old files into it.',
  ],
  [(code) => code === 0, 'a NUL byte', 'Leave it out: no path and no variable can hold one.'],
  [
    (code) => code === 0x0d,
    'a carriage return inside a line',
    'Leave it out: a terminal would show another line than the one that is read.',
  ],
  // Trojan Source, CVE-2021-42574: the file would read otherwise than it looks.
  [
    (code) =>
      (code >= 0x202a && code <= 0x202e) ||
      (code >= 0x2066 && code <= 0x2069) ||
      [0x061c, 0x200e, 0x200f].includes(code),
    'a sign that turns the direction of the text',
    'Leave it out: with it the file reads otherwise than it looks.',
  ],
  [
    (code) => code === 0x2028 || code === 0x2029,
    'a sign that only some programs take for the end of a line',
    'Leave it out: an editor may show a rule there that is none.',
  ],
  // U+DB40 begins the tags, U+E0000 to U+E0FFF. The two joiners are part of words and emoji, and are judged by themselves.
  [
    (code) => [0x00ad, 0x180e, 0x200b, 0xdb40, 0xfeff].includes(code) || (code >= 0x2060 && code <= 0x2064),
    'a sign that nobody sees',
    'Leave it out: with it a name is another than it looks. In a quoted text it can be written as \\uNNNN.',
  ],
  [
    (code) => (code < 0x20 && code !== 0x09 && code !== 0x0a) || (code >= 0x7f && code <= 0x9f),
    'a control byte',
    'Leave it out. In a quoted text it can be written as \\xNN.',
  ],
]

const UNSEEN = REFUSED.find(([isRefused]) => isRefused(0x200b))

/** ZERO WIDTH NON-JOINER and JOINER: Persian, the scripts of India and many emoji need them between their letters. */
function isJoiner(code: number): boolean {
  return code === 0x200c || code === 0x200d
}

function isBesideAscii(text: string, at: number): boolean {
  const isAscii = (one: number): boolean => Number.isNaN(one) || one < 0x80
  return isAscii(text.charCodeAt(at - 1)) || isAscii(text.charCodeAt(at + 1))
}

/** Throws `policy.characters` at the first sign of a text that no file of settings should hold. `place` names an offset. */
export function refuseCharacters(text: string, place: (offset: number) => string): void {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    const isPlain = (code >= 0x20 && code < 0x7f) || code === 0x0a || code === 0x09
    if (isPlain || (code === 0x0d && text[at + 1] === '\n')) continue
    const found = isJoiner(code) && isBesideAscii(text, at) ? UNSEEN : REFUSED.find(([is]) => is(code))
    if (!found) continue
    const sign = `U+${(text.codePointAt(at) ?? code).toString(16).toUpperCase().padStart(4, '0')}`
    const what = code === 0xfffd || code === 0 ? found[1] : `${found[1]} (${sign})`
    throw new JailError('policy.characters', `${place(at)}: the file holds ${what}.`, { fix: found[2] })
  }
}

/** Names an offset of a text as `shown:line:column`, both from 1. */
export function placesOf(shown: string, text: string): (offset: number) => string {
  let starts: number[] | undefined
  return (offset) => {
    starts ??= lineStarts(text)
    let low = 0
    for (let high = starts.length; high - low > 1; ) {
      const middle = (low + high) >> 1
      if ((starts[middle] ?? 0) <= offset) low = middle
      else high = middle
    }
    return `${shown}:${low + 1}:${offset - (starts[low] ?? 0) + 1}`
  }
}

function lineStarts(text: string): number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** A text that is cut when it is too long to be read in a message. */
export function cut(text: string): string {
  const most = 80
  return text.length <= most ? text : `${text.slice(0, most)}…`
}

/** The same as JSON. */
export function shortened(text: string): string {
  return JSON.stringify(cut(text))
}

/** What stands in a text for bytes that are no UTF-8, which JavaScript cannot hold (the Encoding standard, "decode"). */
const LOST = '\uFFFD'

/**
 * Whether bytes of a name are lost, so that the text would lead to another file or to none. A name that really has this
 * sign in it cannot be told apart.
 */
export function hasLostBytes(text: string): boolean {
  return text.includes(LOST)
}
