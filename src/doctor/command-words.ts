/** A command cut into words, or why jail does not run it by itself. */
export type CommandWords = { readonly argv: readonly [string, ...string[]] } | { readonly why: string }

/**
 * A word with the blanks around it: plain signs, and quotes in which nothing is special. Every sign that a shell acts
 * on (POSIX shell, 2.2) is none of these.
 */
const WORD = /[ \t]*((?:[^\s'"|&;<>()$`\\*?[\]{}!#]|'[^']*'|"[^"$`\\!]*")+)[ \t]*/y

const NEEDS_SHELL = { why: 'it needs a shell' } as const

/**
 * Cuts a command into the words that a shell would make of it, without a shell: blanks part them, quotes hold them
 * together, `~/` in front is the home folder. Refuses every other sign that a shell acts on, and words that stand for
 * something that a person must put in (`NAME`, `…`).
 */
export function commandWords(command: string, home: string): CommandWords {
  const words: string[] = []
  const pattern = new RegExp(WORD)
  while (pattern.lastIndex < command.length) {
    const raw = pattern.exec(command)?.[1]
    const word = raw === undefined ? undefined : wordOf(raw, home)
    if (word === undefined) return NEEDS_SHELL
    words.push(word)
  }
  const blank = words.find(isPlaceholder)
  if (blank !== undefined) return { why: `a person must put something in for ${blank}` }
  const [first, ...rest] = words
  if (first === undefined || first === '') return { why: 'it is empty' }
  // A variable in front of a command is set by a shell, and what a shell is given by -c is its program.
  if (first.includes('=') || words.some(isShell)) return NEEDS_SHELL
  return { argv: [first, ...rest] }
}

/** The word without its quotes; undefined for the home folder of somebody else. */
function wordOf(raw: string, home: string): string | undefined {
  const isHome = raw.startsWith('~/') && home !== ''
  if (raw.startsWith('~') && !isHome) return undefined
  const bare = isHome ? raw.slice(1) : raw
  const text = bare.replace(
    /'([^']*)'|"([^"]*)"/g,
    (_, single?: string, double?: string) => single ?? double ?? '',
  )
  return isHome ? home + text : text
}

function isShell(word: string): boolean {
  return /^(.*\/)?(ba|da|z|k|fi)?sh$/.test(word)
}

function isPlaceholder(word: string): boolean {
  return word.includes('…') || /^[A-Z][A-Z_]+$/.test(word)
}
