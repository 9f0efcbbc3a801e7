/** Whether a version is older than another, by its numbers; undefined for a text that is no version. */
export function isOlder(version: string, than: string): boolean | undefined {
  const own = numbersOf(version)
  const other = numbersOf(than)
  if (own === undefined || other === undefined) return undefined
  for (let at = 0; at < Math.max(own.length, other.length); at++) {
    const difference = (own[at] ?? 0) - (other[at] ?? 0)
    if (difference !== 0) return difference < 0
  }
  return false
}

/** The numbers at the start of a version: `6.18.44-fc` is 6, 18, 44. */
function numbersOf(version: string): number[] | undefined {
  const found = /^\d+(\.\d+)*/.exec(version)?.[0]
  return found?.split('.').map(Number)
}
