import { EXIT, JailError } from '../errors.ts'

/** Blanks, '…', "…", \x, or plain signs: what a shell would act on is in none of them, so it must be quoted. */
const PIECE = /\s+|'([^']*)'|"((?:[^"\\$`]|\\[\s\S])*)"|\\([\s\S])|([^\s'"\\$`;|&<>()*?[\]{}~#!]+)/y

/**
 * The words of a command as typed into one argument: quotes and backslashes as in sh(1), and nothing else of a shell.
 * Throws `verify.with` for an open quote, a sign that a shell would act on, and an empty command.
 */
export function splitWords(text: string): readonly string[] {
  const words: string[] = []
  let isOpen = false
  for (let at = 0; at < text.length; at = PIECE.lastIndex) {
    PIECE.lastIndex = at
    const found = PIECE.exec(text)
    if (!found) throw refused(text, reasonAt(text[at] ?? ''))
    const [, single, double, escaped, plain] = found
    const piece = single ?? double?.replace(/\\(["\\$`])/g, '$1') ?? escaped ?? plain
    if (piece !== undefined) words.push((isOpen ? words.pop() : '') + piece)
    isOpen = piece !== undefined
  }
  if (!words[0]) throw refused(text, 'there is no command in it')
  return words
}

function reasonAt(sign: string): string {
  if (sign === "'" || sign === '"') return `the quote ${sign} is not closed, or has a sign of the shell in it`
  return sign === '\\' ? 'it ends with a backslash' : `no shell is there for ${sign}`
}

function refused(text: string, because: string): JailError {
  return new JailError('verify.with', `--with ${JSON.stringify(text)} cannot be used: ${because}.`, {
    exit: EXIT.unknown,
    fix: "Quote what is meant as it is, and put anything more into a script: --with './sandbox.sh'",
  })
}
