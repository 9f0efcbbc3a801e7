import { isatty, WriteStream } from 'node:tty'
import type { Facets } from '../machine.ts'
import type { Gatherer, Ground } from './gatherer.ts'

/** Where descriptions of terminals lie that are visible inside (terminfo(5)); `~/.terminfo` is hidden. */
const SHOWN = ['/etc/terminfo', '/lib/terminfo', '/usr/share/terminfo', '/usr/lib/terminfo']

export const terminal: Gatherer<'terminal'> = {
  facet: 'terminal',
  limitMs: 200,
  gather(ground) {
    const term = ground.env['TERM'] || null
    const output = isatty(1)
    return {
      input: isatty(0),
      output,
      term,
      described: term !== null && isDescribed(term, SHOWN, ground),
      legacyTiocsti: legacyTiocsti(ground),
      size: output ? sizeOf(1) : null,
    }
  },
}

function legacyTiocsti({ text }: Ground): boolean | null | 'unread' {
  const value = text('/proc/sys/dev/tty/legacy_tiocsti')
  if (value !== undefined) return value !== '0'
  return text('/proc/sys/kernel/ostype') === undefined ? 'unread' : null
}

/** A description is the file `x/xterm` or, on systems that do not tell cases apart, `78/xterm` (term(5)). */
export function isDescribed(
  term: string,
  folders: readonly string[],
  { files }: Pick<Ground, 'files'>,
): boolean {
  if (term.includes('/') || term === '.' || term === '..') return false
  const first = term.charCodeAt(0).toString(16)
  return folders.some((folder) =>
    [term[0], first].some((sub) => typeof files.stat(`${folder}/${sub}/${term}`, true) === 'object'),
  )
}

function sizeOf(fd: number): Facets['terminal']['size'] {
  const [columns, rows] = new WriteStream(fd).getWindowSize()
  return { columns, rows }
}
