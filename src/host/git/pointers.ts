import { join } from '../../policy/paths.ts'

/** What stands in a pointer of git: a path, or why there is none. */
export type Pointer =
  | { readonly state: 'path'; readonly path: string }
  | { readonly state: 'garbage'; readonly why: string }

const GITFILE = 'gitdir: '

/** The folder that a `.git` file in `folder` names (gitrepository-layout(5); setup.c, read_gitfile_gently). */
export function parseGitFile(text: string, folder: string): Pointer {
  if (!text.startsWith(GITFILE)) return { state: 'garbage', why: 'it does not begin with "gitdir: "' }
  return target(text.slice(GITFILE.length), folder)
}

/** The folder that `commondir` in `gitDir` names (setup.c, get_common_dir_noenv). */
export function parseCommonDir(text: string, gitDir: string): Pointer {
  return target(text, gitDir)
}

/**
 * The `.git` file that `gitdir` in the folder of a linked worktree names (worktree.c, get_linked_worktree). It is
 * absolute, or relative to that folder since git 2.48 (worktree.useRelativePaths).
 */
export function parseWayBack(text: string, gitDir: string): Pointer {
  return target(text.trimEnd(), gitDir)
}

function target(text: string, folder: string): Pointer {
  const path = firstString(withoutLineEnd(text))
  if (path === '') return { state: 'garbage', why: 'it names no path' }
  return { state: 'path', path: join(folder, path) }
}

/** git takes all newlines and carriage returns away at the end, and nothing else. */
function withoutLineEnd(text: string): string {
  let end = text.length
  while (end > 0 && (text[end - 1] === '\n' || text[end - 1] === '\r')) end -= 1
  return text.slice(0, end)
}

/** Paths are C strings, which end at a NUL. */
function firstString(text: string): string {
  const end = text.indexOf('\0')
  return end < 0 ? text : text.slice(0, end)
}

/** Most lines of an alternates file that are looked at. */
const MOST_ALTERNATES = 100

/** The object folders that `objects/info/alternates` names (gitrepository-layout(5); object-file.c, link_alt_odb_entries). */
export function parseAlternates(text: string, objects: string): string[] {
  const found: string[] = []
  for (const line of text.split('\n', MOST_ALTERNATES)) {
    const path = firstString(line.startsWith('"') ? unquoted(line) : line)
    if (path !== '' && !path.startsWith('#')) found.push(join(objects, path))
  }
  return found
}

/** A path in double quotes, as git writes odd names. Escapes of bytes are left as they are: such a path is not found. */
function unquoted(line: string): string {
  const end = line.lastIndexOf('"')
  return end > 0 ? line.slice(1, end).replaceAll('\\"', '"').replaceAll('\\\\', '\\') : line
}
