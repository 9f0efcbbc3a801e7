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

/** A name with a dot, an address, or localhost; with a port or without. */
function isHost(word: string): boolean {
  if (word.startsWith('[') || word.split(':').length > 2) return true
  const [name = ''] = word.split(':')
  return name === 'localhost' || name.includes('.')
}
