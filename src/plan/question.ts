import { isVariableName } from '../policy/variables.ts'

/** What a person asks of a box. */
export type Question =
  | { readonly kind: 'all' }
  | { readonly kind: 'path'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  | { readonly kind: 'network' }
  | { readonly kind: 'host'; readonly host: string }

/** A word that means the network as a whole. */
const NETWORK = 'host'

/**
 * What one word asks. `exists` says whether it is a file here: a name without a slash may be one, a host, or a
 * mistyped profile. Undefined when it cannot be told.
 */
export function questionOf(word: string, exists: (path: string) => boolean): Question | undefined {
  if (word === '') return undefined
  const equals = word.indexOf('=')
  const name = equals < 0 ? '' : word.slice(0, equals)
  if (isVariableName(name)) return { kind: 'variable', name }
  if (word === NETWORK) return { kind: 'network' }
  if (isPath(word) || exists(word)) return { kind: 'path', text: word }
  return isHost(word) ? { kind: 'host', host: word } : undefined
}

function isPath(word: string): boolean {
  return word.includes('/') || word.startsWith('~') || word.startsWith('.')
}

/**
 * A name or address with a port, an address, or localhost. Not a bare name with a dot: it may be a mistyped file, and
 * the answer for a host would mislead.
 */
function isHost(word: string): boolean {
  if (word.startsWith('[') || word === 'localhost') return true
  const parts = word.split(':')
  if (parts.length > 2) return true
  const [name = '', port] = parts
  return name !== '' && (port === undefined ? isAddress(name) : isNumber(port, 65_535))
}

function isAddress(name: string): boolean {
  const parts = name.split('.')
  return parts.length === 4 && parts.every((part) => isNumber(part, 255))
}

function isNumber(text: string, most: number): boolean {
  return text !== '' && String(Number(text)) === text && Number(text) >= 0 && Number(text) <= most
}
