import { JailError } from '../errors.ts'

const UNITS: Readonly<Record<string, number>> = { K: 2 ** 10, M: 2 ** 20, G: 2 ** 30 }
const LARGEST = 2 ** 50

/** How a size is written, for people. */
export const SIZE_FIX = 'Write it like 512M or 2G.'

/** Bytes of a size such as `512M` or `2G`. Throws `policy.size`. */
export function parseSize(text: string): number {
  const bytes = sizeOf(text)
  if (bytes !== undefined) return bytes
  throw new JailError(
    'policy.size',
    `The size ${JSON.stringify(text)} is not a number with K, M or G behind it.`,
    { fix: SIZE_FIX },
  )
}

/** The same, undefined for what is no size. */
export function sizeOf(text: string): number | undefined {
  const unit = UNITS[text.slice(-1)]
  const digits = unit === undefined ? text : text.slice(0, -1)
  const bytes = Number(digits) * (unit ?? 1)
  // Number() alone would take signs, exponents, fractions and spaces.
  const isSize =
    String(Number(digits)) === digits &&
    Number.isSafeInteger(Number(digits)) &&
    bytes >= 0 &&
    bytes <= LARGEST
  return isSize ? bytes : undefined
}
