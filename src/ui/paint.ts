/** The marks and colours of a report; `plain` for what is no terminal, or by NO_COLOR (no-color.org). */
export type Paint = {
  readonly mark: Readonly<Record<'ok' | 'info' | 'warn' | 'fail' | 'unknown' | 'crash', string>>
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
}

const SIGNS = { ok: '✓', info: '•', warn: '!', fail: '✗', unknown: '?', crash: '✗' } as const
const WORDS = {
  ok: '[ok]',
  info: '[info]',
  warn: '[warn]',
  fail: '[fail]',
  unknown: '[?]',
  crash: '[crash]',
} as const
const COLOURS = { ok: 32, info: 36, warn: 33, fail: 31, unknown: 35, crash: 31 } as const

const coloured = (code: number, text: string): string => `\x1b[${code}m${text}\x1b[0m`

/** The paint for a stream with these abilities. */
export function paintFor({
  colour,
  unicode,
}: {
  readonly colour: boolean
  readonly unicode: boolean
}): Paint {
  const signs = unicode ? SIGNS : WORDS
  const mark = (name: keyof typeof SIGNS): string =>
    colour ? coloured(COLOURS[name], signs[name]) : signs[name]
  return {
    mark: {
      ok: mark('ok'),
      info: mark('info'),
      warn: mark('warn'),
      fail: mark('fail'),
      unknown: mark('unknown'),
      crash: mark('crash'),
    },
    bold: (text) => (colour ? coloured(1, text) : text),
    dim: (text) => (colour ? coloured(2, text) : text),
  }
}

/** What a stream can show, from whether it is a terminal and from the environment (locale(7), NO_COLOR, TERM). */
export function abilities(
  isTerminal: boolean,
  env: Readonly<Record<string, string>>,
): { readonly colour: boolean; readonly unicode: boolean } {
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || ''
  const isDumb = env['TERM'] === undefined || env['TERM'] === 'dumb'
  return {
    colour: isTerminal && !isDumb && !env['NO_COLOR'],
    unicode: isTerminal && !isDumb && /utf-?8/i.test(locale),
  }
}
