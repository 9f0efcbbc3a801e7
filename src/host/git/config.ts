/** One line of a git configuration: section and key in lower case, the subsection as written. */
export type ConfigEntry = {
  readonly section: string
  readonly subsection: string | undefined
  readonly key: string
  /** Undefined for a key without `=`, which git takes as true. */
  readonly value: string | undefined
}

export type ParsedConfig = {
  readonly entries: readonly ConfigEntry[]
  /** The line at which git would stop with "bad config line"; undefined when it would read all. */
  readonly badLine: number | undefined
}

/**
 * The entries of a configuration file, by git's own rules (git-config(1), "Syntax"; config.c, git_parse_source). After a
 * line that git refuses there are no more entries, since git itself ends there. Never throws.
 */
export function parseGitConfig(text: string): ParsedConfig {
  const reader = new Reader(text)
  const entries: ConfigEntry[] = []
  while (reader.skipToItem()) {
    const isRead = reader.peek() === '[' ? reader.readSection() : reader.readEntry(entries)
    if (!isRead) return { entries, badLine: reader.line }
  }
  return { entries, badLine: undefined }
}

const BOM = '\uFEFF'
const NEWLINE = '\n'

/** Walks over the text as git does: a carriage return before a newline does not count, and the end is a newline. */
class Reader {
  line = 1
  #at: number
  #section = ''
  #subsection: string | undefined
  readonly #text: string

  constructor(text: string) {
    this.#text = text
    this.#at = text.startsWith(BOM) ? 1 : 0
  }

  peek(): string {
    const sign = this.#text[this.#at] ?? NEWLINE
    return sign === '\r' && this.#text[this.#at + 1] === NEWLINE ? NEWLINE : sign
  }

  #next(): string {
    const sign = this.peek()
    if (sign === NEWLINE) {
      this.line += 1
      if (this.#text[this.#at] === '\r') this.#at += 1
    }
    this.#at += 1
    return sign
  }

  #isAtEnd(): boolean {
    return this.#at >= this.#text.length
  }

  /** Over white space, empty lines and comments; false at the end. */
  skipToItem(): boolean {
    while (!this.#isAtEnd()) {
      const sign = this.peek()
      if (isComment(sign)) this.#skipLine()
      else if (isSpace(sign)) this.#next()
      else return true
    }
    return false
  }

  #skipLine(): void {
    const end = this.#text.indexOf(NEWLINE, this.#at)
    this.#at = end < 0 ? this.#text.length : end
  }

  /** `[section]`, `[section "sub"]` and the old `[section.sub]`, whose subsection git takes in lower case. */
  readSection(): boolean {
    this.#next()
    let name = ''
    for (;;) {
      const isEnd = this.#isAtEnd()
      const sign = this.#next()
      if (isEnd) return false
      if (sign === ']') break
      if (isSpace(sign)) return this.#readSubsection(name, sign)
      if (!isKeySign(sign) && sign !== '.') return false
      name += sign.toLowerCase()
    }
    if (name === '') return false
    const dot = name.indexOf('.')
    this.#section = dot < 0 ? name : name.slice(0, dot)
    this.#subsection = dot < 0 ? undefined : name.slice(dot + 1)
    return true
  }

  #readSubsection(section: string, space: string): boolean {
    let sign = space
    while (isSpace(sign)) {
      if (sign === NEWLINE) return this.#isIncomplete()
      sign = this.#next()
    }
    if (sign !== '"') return false
    let name = ''
    for (sign = this.#next(); sign !== '"'; sign = this.#next()) {
      if (sign === '\\') sign = this.#next()
      if (sign === NEWLINE) return this.#isIncomplete()
      name += sign
    }
    this.#section = section
    this.#subsection = name
    return this.#next() === ']'
  }

  /** The line that begins what does not end on it, as git tells it (config.c, error_incomplete_line). */
  #isIncomplete(): false {
    this.line -= 1
    return false
  }

  readEntry(entries: ConfigEntry[]): boolean {
    if (!isLetter(this.peek())) return false
    let key = ''
    while (isKeySign(this.peek()) && !this.#isAtEnd()) key += this.#next().toLowerCase()
    while (this.peek() === ' ' || this.peek() === '\t') this.#next()
    const place = { section: this.#section, subsection: this.#subsection, key }
    if (this.peek() === NEWLINE) {
      entries.push({ ...place, value: undefined })
      return true
    }
    if (this.#next() !== '=') return false
    const value = this.#readValue()
    if (value === undefined) return false
    entries.push({ ...place, value })
    return true
  }

  /** To the end of the line; white space at both ends does not count outside quotes. Undefined when git refuses it. */
  #readValue(): string | undefined {
    let value = ''
    let isQuoted = false
    let kept = 0
    for (let sign = this.#next(); sign !== NEWLINE; sign = this.#next()) {
      if (!isQuoted && isSpace(sign)) {
        // Nothing stands before it yet, on a line that was continued either.
        if (value !== '') value += sign
        continue
      }
      if (!isQuoted && isComment(sign)) {
        this.#skipLine()
        continue
      }
      if (sign === '"') isQuoted = !isQuoted
      else {
        const read = sign === '\\' ? ESCAPES[this.#next()] : sign
        if (read === undefined) return undefined
        value += read
      }
      kept = value.length
    }
    if (!isQuoted) return cString(value.slice(0, kept))
    // The line that has the quote, as git tells it (config.c, parse_value).
    this.line -= 1
    return undefined
  }
}

/** A backslash at the end of a line continues it. */
const ESCAPES: Readonly<Record<string, string>> = {
  [NEWLINE]: '',
  t: '\t',
  b: '\b',
  n: NEWLINE,
  '\\': '\\',
  '"': '"',
}

/** git's values are C strings, which end at a NUL. */
function cString(text: string): string {
  const end = text.indexOf('\0')
  return end < 0 ? text : text.slice(0, end)
}

/** git has an isspace() of its own, without \v and \f (ctype.c). */
function isSpace(sign: string): boolean {
  return sign === ' ' || sign === '\t' || sign === NEWLINE || sign === '\r'
}

function isComment(sign: string): boolean {
  return sign === '#' || sign === ';'
}

function isLetter(sign: string): boolean {
  return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z')
}

function isKeySign(sign: string): boolean {
  return isLetter(sign) || (sign >= '0' && sign <= '9') || sign === '-'
}
