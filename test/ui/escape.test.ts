import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { jsonText, oneLine, quoted, typedPath, visible } from '../../src/ui/escape.ts'

/** Control bytes but for newline and tab, signs of direction, line ends, and what stands for a raw byte. */
const STEERS = /[^\P{Cc}\n\t]|[\u2028-\u202e\u2066-\u2069]|(?<![\ud800-\udbff])[\udc80-\udcff]/u

describe('a text from the box is shown', () => {
  test.each([
    ['plain text, ünïcode and 😀', 'plain text, ünïcode and 😀'],
    ['', ''],
    ['two\nlines\tand a tab', 'two\nlines\tand a tab'],
    ['a\\x1bb', 'a\\x1bb'],
    ['\u00a0', '\u00a0'],
    ['\x1b[31mred\x1b[0m', '\\x1b[31mred\\x1b[0m'],
    ['\x1b]0;title\x07', '\\x1b]0;title\\x07'],
    ['\x1b]52;c;cm0gLXJm\x1b\\', '\\x1b]52;c;cm0gLXJm\\x1b\\'],
    ['over\rwritten', 'over\\x0dwritten'],
    ['back\b\b', 'back\\x08\\x08'],
    ['\0', '\\x00'],
    ['\x7f', '\\x7f'],
    ['\x9b31m', '\\x9b31m'],
    ['\x85', '\\x85'],
    ['\x80\x9f\xa0', '\\x80\\x9f\xa0'],
    ['a\u202etxt.exe', 'a\\u{202e}txt.exe'],
    ['\u2066x\u2069', '\\u{2066}x\\u{2069}'],
    ['one\u2028two\u2029', 'one\\u{2028}two\\u{2029}'],
    ['\udcff', '\\xff'],
  ])('%j as %j', (text, shown) => {
    expect(visible(text)).toBe(shown)
  })

  test('without one byte that steers a terminal, and otherwise unchanged', () => {
    const char = fc.oneof(
      fc.string({ unit: 'binary', minLength: 1, maxLength: 1 }),
      fc.integer({ min: 0, max: 0xa0 }).map((code) => String.fromCodePoint(code)),
    )
    fc.assert(
      fc.property(fc.array(char), (chars) => {
        const text = chars.join('')
        const shown = visible(text)
        expect(shown).not.toMatch(STEERS)
        if (!STEERS.test(text)) expect(shown).toBe(text)
        expect(visible(shown)).toBe(shown)
      }),
    )
  })
})

describe('a word is quoted for bash', () => {
  test.each([
    ['plain', 'plain'],
    ['--ro-bind', '--ro-bind'],
    ['/usr/bin:/bin', '/usr/bin:/bin'],
    ['a=b,c+d%e@f', 'a=b,c+d%e@f'],
    ['', "''"],
    [' ', "' '"],
    ['a b', "'a b'"],
    ["it's", "'it'\\''s'"],
    ['$HOME', "'$HOME'"],
    ['`id`', "'`id`'"],
    ['~', "'~'"],
    ['*', "'*'"],
    ['{a,b}', "'{a,b}'"],
    ['a\nb', "'a\nb'"],
    ['!x', "'!x'"],
    ['#x', "'#x'"],
    ['é', "'é'"],
    ['a\udcff', "$'a\\xff'"],
    ['\u202e', "$'\\xe2\\x80\\xae'"],
  ])('%j as %j', (word, text) => {
    expect(quoted(word)).toBe(text)
  })

  test('so that bash reads back the very words, whatever is in them', () => {
    const word = fc
      .string({ unit: 'binary', maxLength: 12 })
      .map((text) => text.toWellFormed().replaceAll('\0', ''))
    const nasty = [
      "'",
      "''",
      '\\',
      '\\\\',
      '"',
      '$(id)',
      '$x',
      ';',
      '&',
      '|',
      '<',
      '>',
      '(',
      '~/x',
      '-n',
      '!!',
      '=x',
      'a=b',
      '\r',
      '\x1b[31m',
    ]
    const words = [...nasty, ...fc.sample(word, { numRuns: 300, seed: 1 })]
    const script = `printf '%s\\0' ${words.map(quoted).join(' ')}`
    const done = Bun.spawnSync(['bash', '--norc', '-c', script], { env: { LC_ALL: 'C.UTF-8' } })
    expect(done.stderr.toString()).toBe('')
    expect(done.stdout.toString().split('\0').slice(0, -1)).toEqual(words)
  })
})

test.each([
  ['~/x', '~/x'],
  ['~/a b', "~/'a b'"],
  ['~/$x', "~/'$x'"],
  ['/a b', "'/a b'"],
  ['/a', '/a'],
  ['~', '~'],
])('the path %p is typed as %p, so that the shell finds the home folder', (path, typed) => {
  expect(typedPath(path)).toBe(typed)
})

describe('a text in one line', () => {
  test.each([
    ['plain ü', 'plain ü'],
    ['a\nb', 'a\\x0ab'],
    ['a\tb', 'a\\x09b'],
    ['\x1b[2J', '\\x1b[2J'],
  ])('%j is %j', (text, shown) => {
    expect(oneLine(text)).toBe(shown)
  })
})

describe('a value as JSON', () => {
  test.each([[{ a: 'b' }], [['\x1b[2J', '\x9b31m', '\x7f', 'ü\n']], [null]])(
    '%j reads as it was',
    (value) => {
      const text = jsonText(value)
      expect(JSON.parse(text)).toEqual(value)
      expect(text).not.toMatch(/[^\P{Cc}\n]/u)
    },
  )
})
