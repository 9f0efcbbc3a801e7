/** Most lines of one side that are shown of a change. */
const MOST_LINES = 200

/**
 * What differs between two texts, as lines that begin with `-` or `+`: all from the first line that differs to the last.
 */
export function lineDiff(before: string, after: string): string[] {
  const [old, now] = [linesOf(before), linesOf(after)]
  let start = 0
  while (start < old.length && start < now.length && old[start] === now[start]) start++
  let end = 0
  while (
    end < old.length - start &&
    end < now.length - start &&
    old[old.length - 1 - end] === now[now.length - 1 - end]
  )
    end++
  const removed = old.slice(start, old.length - end)
  const added = now.slice(start, now.length - end)
  if (removed.length === 0 && added.length === 0) return []
  return [`@@ line ${start + 1} @@`, ...signed('-', removed), ...signed('+', added)]
}

function linesOf(text: string): string[] {
  if (text === '') return []
  return (text.endsWith('\n') ? text.slice(0, -1) : text).split('\n')
}

function signed(sign: '-' | '+', lines: readonly string[]): string[] {
  const rest = lines.length - MOST_LINES
  const shown = lines.slice(0, MOST_LINES).map((line) => sign + line)
  return rest > 0 ? [...shown, `${sign} … ${rest} more lines`] : shown
}
