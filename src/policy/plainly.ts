import { visible } from '../ui/escape.ts'

/**
 * A text of a project's file for a question that a person answers: no control byte, no sign that turns the direction
 * of writing or has no width, and no line end, or the text could look like another (CVE-2021-42574).
 */
export function plainly(text: string): string {
  const shown = Array.from(visible(text), (sign) =>
    isDeceptive(sign.codePointAt(0) ?? 0) ? `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}` : sign,
  ).join('')
  return shown === text && !text.includes(' ') && text !== '' ? text : JSON.stringify(shown)
}

function isDeceptive(code: number): boolean {
  const ranges = [
    [0x09, 0x0a],
    [0xad, 0xad],
    [0x61c, 0x61c],
    [0x115f, 0x1160],
    [0x17b4, 0x17b5],
    [0x180b, 0x180f],
    [0x2000, 0x200f],
    [0x2028, 0x202f],
    [0x205f, 0x206f],
    [0x3000, 0x3000],
    [0x3164, 0x3164],
    [0xfe00, 0xfe0f],
    [0xfeff, 0xfeff],
    [0xffa0, 0xffa0],
    [0xfff0, 0xfffb],
    [0xe0000, 0xe0fff],
  ] as const
  return ranges.some(([first, last]) => code >= first && code <= last)
}
