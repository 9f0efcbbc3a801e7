/** Path arithmetic on absolute POSIX paths, by component and never by string prefix. Nothing here looks at the disk. */

/** Resolves `.`, `..`, doubled and trailing slashes of an absolute path, as text. */
export function normalise(path: string): string {
  if (isNormal(path)) return path
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') parts.pop()
    else parts.push(part)
  }
  return `/${parts.join('/')}`
}

/** Native searches only: this runs for every path of a start, before anything is compiled. */
function isNormal(path: string): boolean {
  if (path.includes('//') || path.endsWith('/')) return path === '/'
  if (!path.includes('/.')) return path.startsWith('/')
  const dots = path.includes('/./') || path.includes('/../') || path.endsWith('/.') || path.endsWith('/..')
  return !dots && path.startsWith('/')
}

/** True when `path` is `folder` or lies below it. Both must be normalised. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || folder === '/' || path.startsWith(`${folder}/`)
}

/** True when `path` lies strictly below `folder`. Both must be normalised. */
export function isBelow(path: string, folder: string): boolean {
  return path !== folder && isWithin(path, folder)
}

/** The folder of a normalised path; the folder of `/` is `/`. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/')
  return slash <= 0 ? '/' : path.slice(0, slash)
}

/** The last component of a normalised path; empty for `/`. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** Joins a normalised folder and a relative or absolute path, as `cd` would. */
export function join(folder: string, path: string): string {
  return normalise(path.startsWith('/') ? path : `${folder}/${path}`)
}

/** The folders strictly between `top` and `path`, outermost first; empty when `path` is not below `top`. */
export function foldersBetween(top: string, path: string): string[] {
  const found: string[] = []
  for (let folder = parentOf(path); isBelow(folder, top); folder = parentOf(folder)) found.unshift(folder)
  return found
}

/** Sorts by path, so that a folder comes before everything in it and siblings by name. */
export function sortByPath<T extends { readonly path: string }>(items: readonly T[]): T[] {
  // A slash must sort before every other byte, or `/a-b` would come between `/a` and `/a/c`.
  const keyed = items.map((item) => ({ key: item.path.replaceAll('/', '\0'), item }))
  keyed.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
  return keyed.map(({ item }) => item)
}

/** True when a path holds a wildcard (`*` or `?`). */
export function isPattern(path: string): boolean {
  return path.includes('*') || path.includes('?')
}

/** True when what a pattern matches can lie in more than one folder: it has a wildcard before its last component, or `**`. */
export function isTreePattern(path: string): boolean {
  if (!isPattern(path)) return false
  const name = nameOf(path)
  return isPattern(path.slice(0, path.length - name.length)) || name.includes('**')
}

/**
 * True when `name` matches a pattern of `*` (any run of characters) and `?` (one character). Goes back only to the
 * last `*`, so no pattern takes more than the product of the lengths, as a regular expression might.
 */
export function matchesPattern(name: string, pattern: string): boolean {
  // Most patterns are one `*` behind, before or between fixed text: two native comparisons instead of a walk.
  const first = pattern.indexOf('*')
  if (first >= 0 && !pattern.includes('?') && !pattern.includes('*', first + 1)) {
    const isLong = name.length >= pattern.length - 1
    return isLong && name.startsWith(pattern.slice(0, first)) && name.endsWith(pattern.slice(first + 1))
  }
  return walkPattern(name, pattern)
}

function walkPattern(name: string, pattern: string): boolean {
  let at = 0
  let wanted = 0
  let star = -1
  let starAt = 0
  while (at < name.length) {
    const sign = pattern[wanted]
    if (sign === '*') {
      star = wanted++
      starAt = at
    } else if (sign === '?' || sign === name[at]) {
      at += sign === '?' ? characterLength(name, at) : 1
      wanted++
    } else if (star >= 0) {
      wanted = star + 1
      starAt += characterLength(name, starAt)
      at = starAt
    } else return false
  }
  while (pattern[wanted] === '*') wanted++
  return wanted === pattern.length
}

/** A character outside the basic plane takes two units of a string. */
function characterLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1
}
